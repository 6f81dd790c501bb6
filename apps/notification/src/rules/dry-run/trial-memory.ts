import type { EarlierAlert, NewAlert, WaitingRule } from '../../alerts/alert.store.js';
import type { AlertMemory, AskedAlert } from '../decide-alerts.js';

/** The alerts of a trial, in place of the service's: nobody sees to them, so that each waits until it expires. */
export class TrialMemory implements AlertMemory {
  private readonly ids = new Set<string>();
  private readonly earlier = new Map<string, EarlierAlert[]>();
  private readonly waiting = new Map<string, (WaitingRule & { readonly until: number })[]>();

  /** `before`: alerts that were raised before the trial begins. */
  constructor(before: readonly EarlierAlert[] = []) {
    for (const alert of before) this.remember(alert);
  }

  /** A trial takes customers as they were when their transitions came. */
  async findFamilies(): Promise<Map<string, never>> {
    return new Map<string, never>();
  }

  async findEarlier(asked: readonly AskedAlert[]): Promise<EarlierAlert[]> {
    const keys = new Set(asked.map(({ rule, tenant, customerId }) => keyOf(tenant, customerId, rule)));
    return [...keys].flatMap((key) => this.earlier.get(key) ?? []);
  }

  async findWaiting(asked: readonly AskedAlert[]): Promise<WaitingRule[]> {
    const moments = new Map<string, number>();
    for (const { tenant, customerId, raisedAt } of asked) moments.set(keyOf(tenant, customerId), raisedAt);
    return [...moments].flatMap(([key, now]) => {
      const left = (this.waiting.get(key) ?? []).filter(({ until }) => until > now);
      this.waiting.set(key, left);
      return left;
    });
  }

  async insert(alerts: readonly NewAlert[]): Promise<Set<string>> {
    const inserted = alerts.filter(({ id }) => !this.ids.has(id));
    for (const { id, rule, transition, expiresAt: until } of inserted) {
      this.ids.add(id);
      const { tenant, customerId, id: transitionId } = transition;
      this.remember({ tenant, customerId, rule, transitionId, effectiveAt: Date.parse(transition.effectiveAt) });
      put(this.waiting, keyOf(tenant, customerId), { tenant, customerId, rule, until });
    }
    return new Set(inserted.map(({ id }) => id));
  }

  private remember(alert: EarlierAlert): void {
    put(this.earlier, keyOf(alert.tenant, alert.customerId, alert.rule), alert);
  }
}

function keyOf(...parts: readonly string[]): string {
  return parts.join('\n');
}

function put<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
