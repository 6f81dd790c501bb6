import type { ChangedAlert, Transition } from '@orderweave/contracts';

/** An alert as it is stored. */
export interface AlertRow {
  id: string;
  tenant: string;
  rule: string;
  severity: ChangedAlert['severity'];
  state: ChangedAlert['state'];
  owner: string | null;
  raisedAt: Date;
  dueAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  transition: Transition;
}

/** The columns of an `AlertRow`. */
export const ALERT_COLUMNS = `alert.id, alert.tenant, alert.rule, alert.severity, alert.state, alert.owner,
  raised_at AS "raisedAt", due_at AS "dueAt", acknowledged_at AS "acknowledgedAt", acknowledged_by AS "acknowledgedBy", transition`;
