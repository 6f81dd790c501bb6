import { startOfDay, type Day, type Month } from '@orderweave/domain-ordering';
import { statement, type Transaction } from '@orderweave/postgres';
import { beginModelPass } from '../models/model-pass.store.js';
import type { PolicyDirectory, TenantTimeline } from './policy-directory.js';

const MONTHS = statement(
  'turn-policy.months',
  'SELECT DISTINCT month FROM month_amount WHERE tenant = $1 AND month > $2 ORDER BY month',
);

/** A policy that has come into force. */
export interface PolicyStart {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A tenant whose day turns, and how its ladders are settled by another policy. */
export interface PolicyTurn {
  readonly tenant: string;
  readonly policies: PolicyDirectory;
  /** Takes up months by the policy now in force for them and tells whose live tier that changes. */
  readonly resettle: (months: readonly Month[], policy: PolicyStart) => Promise<void>;
}

/**
 * Brings the policies of the days after `before` into force, up to `day`: the open months' live tiers are settled once by the new one,
 * and everybody is judged anew. Closed months stay as they were published.
 */
export async function turnPolicy(
  tx: Transaction,
  { tenant, policies: directory, resettle }: PolicyTurn,
  before: Day | null,
  day: Day,
): Promise<TenantTimeline> {
  const policies = await directory.timeline(tx, tenant);
  const start = policies.startOf(day);
  if (start === null || (before !== null && start <= before)) return policies;
  await beginModelPass(tx, tenant, { everybody: true });
  // What closes on this very day is still open before it, and closes by the new policy.
  const rows = await tx.query<{ month: Month }>(MONTHS, [tenant, policies.lastClosedMonth(day - 1)]);
  const { version, timeZone } = policies.at(day);
  const months = rows.map(({ month }) => month);
  await resettle(months, { version, at: startOfDay(start, timeZone) });
  return policies;
}
