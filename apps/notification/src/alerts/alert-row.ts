import type { ChangedAlert, Transition } from '@orderweave/contracts';
import type { AlertStanding, EscalationLevel, RaisedBy, ResolveReason } from '@orderweave/domain-notification';
import { concerns, presentCustomerOf, type PresentCustomer } from '../merges/present-customer.js';
import { RECOVERED, type RecoveredAlert } from '../outcome/recovered-alert.js';

/** An alert as it is stored. */
export interface AlertRow {
  id: string;
  tenant: string;
  rule: string;
  severity: ChangedAlert['severity'];
  state: ChangedAlert['state'];
  /** The id that it was raised for, and who that customer is now. */
  customerId: string;
  customer: PresentCustomer;
  /** Whose it is; once somebody has acknowledged it, whose it was then. */
  owner: string | null;
  recipients: string[];
  level: EscalationLevel;
  raisedAt: Date;
  dueAt: Date;
  escalateAt: Date | null;
  /** Seconds after which it is told again while nobody sees to it, and when that is next. */
  repeatSeconds: number | null;
  repeatAt: Date | null;
  /** The version of the rules under which it was raised, 0 for the default ones; the rule and the play as they were. */
  ruleVersion: number;
  raisedBy: RaisedBy | null;
  snoozedUntil: Date | null;
  expiresAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  resolution: ResolveReason | null;
  /** Why nobody was told of it; null when somebody was. */
  muted: string | null;
  /** What orders made of it; null until one came in time. */
  outcome: RecoveredAlert | null;
  transition: Transition;
}

/** The columns of an `AlertRow`. */
export const ALERT_COLUMNS = `alert.id, alert.tenant, alert.rule, alert.severity, alert.state, alert.customer_id AS "customerId",
  ${presentCustomerOf('alert')} AS customer, alert.owner, alert.recipients,
  alert.level, alert.raised_at AS "raisedAt", alert.due_at AS "dueAt", alert.escalate_at AS "escalateAt",
  alert.repeat_seconds AS "repeatSeconds", alert.repeat_at AS "repeatAt", alert.rule_version AS "ruleVersion",
  alert.raised_by AS "raisedBy",
  alert.snoozed_until AS "snoozedUntil", alert.expires_at AS "expiresAt", alert.acknowledged_at AS "acknowledgedAt",
  alert.acknowledged_by AS "acknowledgedBy", alert.resolution, alert.muted,
  ${RECOVERED} AS outcome, alert.transition`;

/** Whether somebody may see an alert: who has its customer now or had as it was taken, and who was told of it. The tenant is $1. */
export const SEEN_BY = (person: string) => `(${concerns('alert', person)} OR ${person} = ANY(recipients))`;

/** What changes of an alert in its life. */
export function standingOf(row: AlertRow): AlertStanding {
  const { state, owner, recipients, level, acknowledgedBy, resolution } = row;
  const at = (date: Date | null) => date?.getTime() ?? null;
  return {
    ...{ state, owner, recipients, level, acknowledgedBy, resolution },
    escalateAt: at(row.escalateAt),
    repeatAt: at(row.repeatAt),
    snoozedUntil: at(row.snoozedUntil),
    expiresAt: at(row.expiresAt),
    acknowledgedAt: at(row.acknowledgedAt),
    muted: row.muted !== null,
  };
}
