import { customerName, policyUnder, renderAlert, type Locale, type RulePolicy } from '@orderweave/domain-notification';
import type { AlertRow } from './alert-row.js';
import type { AlertDetail, AlertView } from './alert-view.js';
import { presentRecovery } from '../outcome/recovered-alert.js';
import type { AuditEntry, DeliveryRow } from './read-alerts.js';

/** Words a stored alert in a language, by the rule under which it was raised; `policy` has those of alerts of old. */
export function presentAlert(row: AlertRow, policy: RulePolicy, locale: Locale): AlertView {
  const { customer, transition } = row;
  const merged = customer.id !== row.customerId;
  const name = (merged ? customer.name : null) ?? customerName(transition);
  const shown = merged ? { ...transition, customer: { ...transition.customer, name } } : transition;
  const under = policyUnder(row.raisedBy, policy);
  const rule = under.rules.find(({ id }) => id === row.rule);
  return {
    id: row.id,
    state: row.state,
    severity: row.severity,
    rule: row.rule,
    ruleName: rule?.name[locale] ?? row.rule,
    ruleVersion: row.ruleVersion,
    kind: transition.kind,
    label: transition.label ?? null,
    from: transition.from,
    to: transition.to,
    month: transition.month ?? null,
    customer: {
      ...{ id: customer.id, name, identifiers: transition.customer.identifiers },
      ...{ owner: customer.owner, formerId: merged ? row.customerId : null },
    },
    ...renderAlert(shown, rule, under, locale),
    effectiveAt: transition.effectiveAt,
    raisedAt: row.raisedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedBy,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    resolution: row.resolution,
    recipients: [...new Set(row.recipients)],
    level: row.level,
    muted: row.muted,
    outcome: row.outcome && presentRecovery(row.outcome, locale),
  };
}

/** The alert with its transition, deliveries and audit trail. */
export function presentDetail(
  view: AlertView,
  row: AlertRow,
  deliveries: readonly DeliveryRow[],
  audit: readonly AuditEntry[],
): Omit<AlertDetail, 'tasks'> {
  return {
    ...view,
    transition: row.transition,
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
    })),
    audit: audit.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
  };
}
