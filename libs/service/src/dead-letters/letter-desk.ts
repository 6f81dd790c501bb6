import { hash } from 'node:crypto';
import { deadLetterTopic, SlowLogError } from '@orderweave/stream';
import type { CallerIdentity } from '../auth/caller.js';
import type { LetterPlace } from './dead-letter.js';
import type { LetterAccess } from './letter-access.js';
import { letterProblem } from './letter-problem.js';
import { type CorrectionBody, type LetterQuery, type LetterRedriveQuery, MOST_BYTES } from './letter-query.js';
import type { LetterReader } from './letter-reader.js';
import type { LetterRedriver } from './letter-redriver.js';
import type { LetterPageView, LetterRedrivePageView, LetterRedriveView } from './letter-view.js';
import { placeKey } from './redrive.store.js';

type FoundLetter = NonNullable<Awaited<ReturnType<LetterReader['find']>>>;

const SUFFIX = deadLetterTopic('');

/** What people do with dead letters of the topics that the service reads. Throws `Problem`s in the language that is asked for. */
export class LetterDesk {
  constructor(
    private readonly topics: readonly string[],
    private readonly reader: LetterReader,
    private readonly redriver: LetterRedriver,
    private readonly access: LetterAccess,
  ) {}

  /** One page of letters, newest first. */
  async list(query: LetterQuery, caller: CallerIdentity, accepted?: string): Promise<LetterPageView> {
    const topics = this.topicsOf(query.topic);
    return inTime(this.reader.newest({ ...query, topics, caller }), accepted);
  }

  /** A letter that the caller may see; a `Problem` (404) for any other. */
  async find(place: LetterPlace, caller: CallerIdentity, accepted?: string): Promise<FoundLetter> {
    const [topic] = this.topicsOf(place.topic);
    const whole = topic !== undefined && { ...place, topic: deadLetterTopic(topic) };
    const found = whole ? await inTime(this.reader.find(whole, caller), accepted) : undefined;
    if (!found) throw letterProblem('not-found', accepted);
    return found;
  }

  /** Sends one letter back. */
  async redrive(
    place: LetterPlace,
    correction: CorrectionBody,
    caller: CallerIdentity,
    accepted?: string,
  ): Promise<LetterRedriveView> {
    const { value, valueBase64 } = correction;
    if (value !== undefined && valueBase64 !== undefined) throw letterProblem('two-values', accepted);
    const base64 = valueBase64 === undefined ? undefined : Buffer.from(valueBase64, 'base64');
    const corrected = value === undefined ? base64 : Buffer.from(value);
    if (corrected && corrected.length > MOST_BYTES) throw letterProblem('too-large', accepted);
    const { letter } = await this.find(place, caller, accepted);
    if (corrected && !this.access.allows(caller, letter, corrected)) throw letterProblem('foreign-tenant', accepted);
    const fresh = await this.redriver.redrive([{ letter, corrected }], caller.name);
    if (fresh.size > 0) return { ...letter.place, result: 'redriven' };
    const { mark } = await this.find(place, caller, accepted);
    const same = mark?.value_sha256 === hash('sha256', corrected ?? letter.value, 'hex');
    if (!same) throw letterProblem('letter-redriven', accepted);
    return { ...letter.place, result: 'redriven-before' };
  }

  /** Sends letters back as they are, in one transaction. */
  async redriveMany(
    query: LetterRedriveQuery,
    caller: CallerIdentity,
    accepted?: string,
  ): Promise<LetterRedrivePageView> {
    const topics = this.topicsOf(query.topic);
    const search = { ...query, state: 'open' as const, topics, caller };
    const { letters, next } = await inTime(this.reader.oldest(search), accepted);
    const fresh = await this.redriver.redrive(
      letters.map((letter) => ({ letter })),
      caller.name,
    );
    const results = letters.map(({ place }) => ({
      ...place,
      result: fresh.has(placeKey(place)) ? 'redriven' : 'redriven-before',
    }));
    return { results, next };
  }

  private topicsOf(topic: string | undefined): readonly string[] {
    if (topic === undefined) return this.topics;
    const source = topic.endsWith(SUFFIX) ? topic.slice(0, -SUFFIX.length) : topic;
    return this.topics.filter((one) => one === source);
  }
}

async function inTime<T>(work: Promise<T>, accepted: string | undefined): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { name } = error as Error;
    if (error instanceof SlowLogError || name.startsWith('KafkaJS')) throw letterProblem('log-slow', accepted);
    throw error;
  }
}
