import type { ChangedAlert, Transition } from '@orderweave/contracts';
import type { AlertStanding, EscalationLevel, ResolveReason } from '@orderweave/domain-notification';

/** An alert as it is stored. */
export interface AlertRow {
  id: string;
  tenant: string;
  rule: string;
  severity: ChangedAlert['severity'];
  state: ChangedAlert['state'];
  owner: string | null;
  recipients: string[];
  level: EscalationLevel;
  raisedAt: Date;
  dueAt: Date;
  escalateAt: Date | null;
  snoozedUntil: Date | null;
  expiresAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  resolution: ResolveReason | null;
  /** Why nobody was told of it; null when somebody was. */
  muted: string | null;
  transition: Transition;
}

/** The columns of an `AlertRow`. */
export const ALERT_COLUMNS = `alert.id, alert.tenant, alert.rule, alert.severity, alert.state, alert.owner, alert.recipients,
  alert.level, alert.raised_at AS "raisedAt", alert.due_at AS "dueAt", alert.escalate_at AS "escalateAt",
  alert.snoozed_until AS "snoozedUntil", alert.expires_at AS "expiresAt", alert.acknowledged_at AS "acknowledgedAt",
  alert.acknowledged_by AS "acknowledgedBy", alert.resolution, alert.muted, alert.transition`;

/** Whether somebody may see an alert: its owner, and who was told of it. */
export const SEEN_BY = (person: string) => `(owner = ${person} OR ${person} = ANY(recipients))`;

/** What changes of an alert in its life. */
export function standingOf(row: AlertRow): AlertStanding {
  const { state, recipients, level, acknowledgedBy, resolution } = row;
  const at = (date: Date | null) => date?.getTime() ?? null;
  return {
    ...{ state, recipients, level, acknowledgedBy, resolution },
    escalateAt: at(row.escalateAt),
    snoozedUntil: at(row.snoozedUntil),
    expiresAt: at(row.expiresAt),
    acknowledgedAt: at(row.acknowledgedAt),
  };
}
