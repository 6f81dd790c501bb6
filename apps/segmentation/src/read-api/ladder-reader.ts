import { Injectable } from '@nestjs/common';
import { parseAmount, type Month } from '@orderweave/domain-ordering';
import { TierLadder } from '@orderweave/domain-segmentation';
import { Database, statement } from '@orderweave/postgres';
import { PolicyDirectory } from '../policies/policy-directory.js';

const AMOUNTS = statement(
  'read.ladder',
  'SELECT customer_id, amount FROM month_amount WHERE tenant = $1 AND month = $2 AND amount > 0',
);
const KEPT_MS = 2_000;
const MOST_KEPT = 4;

/** Ladders to look things up in, at most two seconds old: any replica can answer, not only the ladder's owner. */
@Injectable()
export class LadderReader {
  private readonly kept = new Map<string, { readAt: number; ladder: Promise<TierLadder> }>();

  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
  ) {}

  /** The ladder of a month by the amounts as restated. Do not change it. */
  read(tenant: string, month: Month): Promise<TierLadder> {
    const key = `${tenant}/${month}`;
    const kept = this.kept.get(key);
    if (kept && performance.now() - kept.readAt < KEPT_MS) return kept.ladder;
    const ladder = this.load(tenant, month);
    this.kept.delete(key);
    this.kept.set(key, { readAt: performance.now(), ladder });
    ladder.catch(() => this.kept.delete(key));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(oldest);
    }
    return ladder;
  }

  private async load(tenant: string, month: Month): Promise<TierLadder> {
    const ladder = new TierLadder((await this.policies.forMonth(this.database, tenant, month)).tiers);
    const rows = await this.database.query<{ customer_id: string; amount: string }>(AMOUNTS, [tenant, month]);
    ladder.rebuild(rows.map(({ customer_id, amount }) => [customer_id, parseAmount(amount)] as const));
    return ladder;
  }
}
