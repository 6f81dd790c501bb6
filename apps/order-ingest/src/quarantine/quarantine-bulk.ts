import { Injectable } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { QuarantineListStore, type QuarantineFilter } from './quarantine-list.store.js';
import { type RedriveCause, QuarantineRedriver, type RedriveResult } from './quarantine-redriver.js';
import type { QuarantineRow } from './quarantine-row.js';

/** Entries, and bytes of their documents, of one transaction. */
const GROUP_ENTRIES = 250;
const GROUP_BYTES = 8 << 20;

/** Redrives entries as they were sent, by filter. Each group is a transaction: whatever ends a call leaves only whole groups done. */
@Injectable()
export class QuarantineBulk {
  constructor(
    private readonly database: Database,
    private readonly list: QuarantineListStore,
    private readonly redriver: QuarantineRedriver,
  ) {}

  /** Redrives one page of open entries, the oldest first, so that revisions come in their order; results in the order of `rows`. */
  async redrive(rows: readonly QuarantineRow[], cause: RedriveCause): Promise<RedriveResult[]> {
    const results: RedriveResult[] = [];
    for (const group of groupsOf(rows.toReversed())) {
      const ids = group.map(({ id }) => id);
      const payloads = await this.list.payloads(this.database, cause.caller.tenant, ids);
      const items = ids.flatMap((id) => {
        const document = payloads.get(id);
        return document ? [{ id, document, corrected: false }] : [];
      });
      results.push(...(await this.redriver.redrive(items, cause)));
    }
    return results.reverse();
  }

  /** One page of what a filter finds. */
  find(filter: QuarantineFilter): Promise<QuarantineRow[]> {
    return this.list.list(this.database, filter);
  }
}

function groupsOf(rows: readonly QuarantineRow[]): QuarantineRow[][] {
  const groups: QuarantineRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const last = groups.at(-1);
    if (last && last.length < GROUP_ENTRIES && bytes + row.bytes <= GROUP_BYTES) last.push(row);
    else groups.push([row]);
    bytes = (last && groups.at(-1) === last ? bytes : 0) + row.bytes;
  }
  return groups;
}
