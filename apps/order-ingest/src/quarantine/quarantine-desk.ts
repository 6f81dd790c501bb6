import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Language } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import type { CallerIdentity } from '@orderweave/service';
import { mayUse } from '../orders/judge-submission.js';
import { QuarantineDeedStore } from './quarantine-deed.store.js';
import { closedBefore, entryNotFound, stillRefused } from './quarantine-problem.js';
import { type RedriveCause, QuarantineRedriver, type RedriveResult } from './quarantine-redriver.js';
import { QuarantineStore, type WholeEntry } from './quarantine.store.js';

/** What people do with one entry. All of it may be repeated: the second time changes nothing and says the same. */
@Injectable()
export class QuarantineDesk {
  constructor(
    private readonly database: Database,
    private readonly entries: QuarantineStore,
    private readonly deeds: QuarantineDeedStore,
    private readonly redriver: QuarantineRedriver,
  ) {}

  /** An entry that the key may see; throws a `Problem` (404) for any other. */
  async find(id: string, { tenant, channels }: CallerIdentity, language: Language): Promise<WholeEntry> {
    const entry = await this.entries.get(this.database, tenant, id);
    const visible = entry && (entry.channel === null ? channels.includes('*') : mayUse(channels, entry.channel));
    if (!visible) throw entryNotFound(language);
    return entry;
  }

  /** Redrives an entry, or a document in its place. Throws a `Problem` for faults (422) and for an entry that was closed otherwise (409). */
  async redrive(
    id: string,
    corrected: Buffer | undefined,
    cause: RedriveCause,
    language: Language,
  ): Promise<RedriveResult> {
    const entry = await this.find(id, cause.caller, language);
    if (entry.state !== 'open') return sameAgain(entry, corrected, language);
    const item = { id, document: corrected ?? entry.payload, corrected: corrected !== undefined };
    const [result] = await this.redriver.redrive([item], cause);
    if (!result || result.result === 'closed') {
      return sameAgain(await this.find(id, cause.caller, language), corrected, language);
    }
    if (result.faults) throw stillRefused(id, result.faults, language);
    return result;
  }

  /** Closes an entry of which no order shall come. Throws a `Problem` (409) for one that an order came of. */
  async discard(id: string, note: string | undefined, caller: CallerIdentity, language: Language): Promise<WholeEntry> {
    await this.find(id, caller, language);
    const closing = { tenant: caller.tenant, state: 'discarded' as const, by: caller.name, at: Date.now(), note };
    await this.database.transaction((tx) => this.deeds.close(tx, closing, [{ id }]));
    const entry = await this.find(id, caller, language);
    if (entry.state !== 'discarded') throw closedBefore(id, entry.state, language);
    return entry;
  }
}

/** The answer to a repeated request: what came of the entry when the same was asked before. */
function sameAgain({ id, state, deed }: WholeEntry, corrected: Buffer | undefined, language: Language): RedriveResult {
  const asked = corrected === undefined ? null : hash('sha256', corrected, 'hex');
  if (deed?.state !== 'redriven' || !deed.result || deed.corrected !== asked) throw closedBefore(id, state, language);
  return { id, result: deed.result, ...(deed.order !== null && { order: deed.order }) };
}
