import type { ChangedAlert, Transition } from '@orderweave/contracts';
import type { EscalationLevel, MuteReason, RaisedBy } from '@orderweave/domain-notification';
import type { CustomerId } from '../merges/customer-id.js';
import { statement, type Transaction } from '@orderweave/postgres';

/** An alert that is about to be raised. Instants are epoch milliseconds. */
export interface NewAlert {
  readonly id: string;
  readonly rule: string;
  readonly severity: ChangedAlert['severity'];
  /** Whose customer it is about. */
  readonly owner: string | null;
  readonly raisedAt: number;
  /** When somebody should have acknowledged it. */
  readonly dueAt: number;
  /** When it goes up unless somebody has; null when there is no further step. */
  readonly escalateAt: number | null;
  readonly expiresAt: number;
  /** Seconds after which it is told again while nobody sees to it, and when that is first. */
  readonly repeatSeconds?: number | null;
  readonly repeatAt?: number | null;
  /** The version of the rules under which it is raised, 0 for the default ones; the rule and its play. */
  readonly ruleVersion: number;
  readonly raisedBy: RaisedBy;
  /** Who is told of it. */
  readonly recipients: readonly string[];
  readonly level: EscalationLevel;
  /** Why nobody is told. */
  readonly muted?: MuteReason | undefined;
  readonly transition: Transition;
}

/** An alert that a rule may already have raised for a customer. */
export interface EarlierAlert {
  readonly tenant: string;
  readonly customerId: string;
  readonly rule: string;
  readonly transitionId: string;
  readonly effectiveAt: number;
}

type EarlierRow = Omit<EarlierAlert, 'effectiveAt'> & { effective_at: Date } & Record<string, unknown>;

/** A rule of a customer: with an alert that is not settled yet, or one that is asked about. */
export interface WaitingRule extends CustomerId {
  readonly rule: string;
}

const RAISED = statement(
  'alert.raised',
  `SELECT tenant, customer_id AS "customerId", rule, transition_id AS "transitionId", effective_at FROM alert
   WHERE tenant = $1 AND raised_at >= $2 AND raised_at < $3`,
);

/** Alerts of a tenant that were raised between two moments, epoch milliseconds. */
export async function findRaised(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  { from, before }: { from: number; before: number },
): Promise<EarlierAlert[]> {
  const rows = await reader.query<EarlierRow>(RAISED, [
    tenant,
    new Date(from).toISOString(),
    new Date(before).toISOString(),
  ]);
  return rows.map(({ effective_at, ...row }) => ({ ...row, effectiveAt: effective_at.getTime() }));
}
