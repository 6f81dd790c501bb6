import type { EarlierAlert, NewAlert } from '../alerts/alert.store.js';

const DAY_MS = 86_400_000;

/**
 * The alerts that their rule's throttle lets through: of those of one rule and customer within its days only the first that
 * came. The distance counts both ways, so that late messages are throttled as well; an alert never throttles itself.
 */
export function throttle(alerts: readonly NewAlert[], earlier: readonly EarlierAlert[]): NewAlert[] {
  const known = new Map<string, { transitionId: string; effectiveAt: number }[]>();
  const keyOf = (tenant: string, customerId: string, rule: string) => `${tenant}\n${customerId}\n${rule}`;
  for (const alert of earlier) {
    const key = keyOf(alert.tenant, alert.customerId, alert.rule);
    known.set(key, [...(known.get(key) ?? []), alert]);
  }
  return alerts.filter(({ rule, raisedBy, transition }) => {
    const limit = raisedBy.rule.throttleDays;
    if (limit === undefined) return true;
    const key = keyOf(transition.tenant, transition.customerId, rule);
    const effectiveAt = Date.parse(transition.effectiveAt);
    const others = known.get(key) ?? [];
    const near = others.some(
      (other) => other.transitionId !== transition.id && Math.abs(other.effectiveAt - effectiveAt) < limit * DAY_MS,
    );
    if (!near) known.set(key, [...others, { transitionId: transition.id, effectiveAt }]);
    return !near;
  });
}
