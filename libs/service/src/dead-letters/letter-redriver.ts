import { hash } from 'node:crypto';
import { Database, type OutgoingMessage } from '@orderweave/postgres';
import type { DeadLetter } from './dead-letter.js';
import { placeKey, RedriveStore } from './redrive.store.js';

/** A letter to send back, with its own bytes or with others. */
export interface LetterToRedrive {
  readonly letter: DeadLetter;
  readonly corrected?: Buffer | undefined;
}

/** Sends dead letters back to the topics that they came from, through the outbox: each once, whoever asks how often. */
export class LetterRedriver {
  constructor(
    private readonly database: Database,
    private readonly store: RedriveStore,
  ) {}

  /** Redrives letters in one transaction, in the order given; returns the keys (`placeKey`) of those that had not been redriven before. */
  async redrive(letters: readonly LetterToRedrive[], by: string): Promise<Set<string>> {
    if (letters.length === 0) return new Set();
    const marks = letters.map(({ letter: { place, value }, corrected }) => ({
      ...{ place, corrected: corrected !== undefined, sha256: hash('sha256', corrected ?? value, 'hex') },
    }));
    return this.database.transaction(async (tx) => {
      const fresh = await this.store.mark(tx, marks, by, Date.now());
      const sent = letters.filter(({ letter }) => fresh.has(placeKey(letter.place)));
      tx.publishRaw(...sent.map(messageOf));
      return fresh;
    });
  }
}

/** The record as it came, and where it has lain since. */
function messageOf({ letter: { place, source, key, value, headers }, corrected }: LetterToRedrive): OutgoingMessage {
  const from = { 'redriven-from': placeKey(place) };
  return { topic: source.topic, key, value: corrected ?? value, headers: { ...headers, ...from } };
}
