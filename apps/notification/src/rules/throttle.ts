import type { EarlierAlert, NewAlert } from '../alerts/alert.store.js';
import type { Family } from '../merges/find-families.js';

const DAY_MS = 86_400_000;

/**
 * The alerts that their rule's throttle lets through: of those of one rule and customer within its days only the first that
 * came. The distance counts both ways, so that late messages are throttled as well; an alert never throttles itself.
 */
export function throttle<A extends NewAlert & { readonly family: Family }>(
  alerts: readonly A[],
  earlier: readonly EarlierAlert[],
): A[] {
  const known = new Map<string, { transitionId: string; effectiveAt: number }[]>();
  const keyOf = (tenant: string, customerId: string, rule: string) => `${tenant}\n${customerId}\n${rule}`;
  const holders = new Map(
    alerts.flatMap(({ family: { ids, holder }, transition: { tenant } }) =>
      ids.map((id) => [`${tenant}/${id}`, holder] as const),
    ),
  );
  for (const alert of earlier) {
    const { tenant, customerId, rule } = alert;
    const key = keyOf(tenant, holders.get(`${tenant}/${customerId}`) ?? customerId, rule);
    known.set(key, [...(known.get(key) ?? []), alert]);
  }
  return alerts.filter(({ rule, raisedBy, transition, family }) => {
    const limit = raisedBy.rule.throttleDays;
    if (limit === undefined) return true;
    const key = keyOf(transition.tenant, family.holder, rule);
    const effectiveAt = Date.parse(transition.effectiveAt);
    const others = known.get(key) ?? [];
    const near = others.some(
      (other) => other.transitionId !== transition.id && Math.abs(other.effectiveAt - effectiveAt) < limit * DAY_MS,
    );
    if (!near) known.set(key, [...others, { transitionId: transition.id, effectiveAt }]);
    return !near;
  });
}
