import type { Transition } from '@orderweave/contracts';
import {
  alertId,
  dueAfter,
  expiryOf,
  inhibitorsOf,
  judgeTransition,
  momentOf,
  muteReason,
  repeatAfter,
  routeAlert,
  type AlertRule,
  type RulePolicy,
  type RuleTimeline,
  type RuleVersion,
  type SalesTeam,
  type Silence,
} from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import type { EarlierAlert, NewAlert, WaitingRule } from '../alerts/alert.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { throttle } from './throttle.js';

/** A transition, and what its tenant's clock shows when it is seen, epoch milliseconds. */
export interface SeenTransition {
  readonly transition: Transition;
  readonly now: number;
}

/** What decides on a transition beside itself. */
export interface AlertTerms {
  readonly rulesOf: (tenant: string) => RuleTimeline;
  readonly teamOf: (tenant: string) => SalesTeam;
  readonly calendarOf: CalendarOf;
}

/** The alerts that were raised before: those of the service, or those of a trial. */
export interface AlertMemory {
  /** Alerts that the same rules raised for the same customers. */
  findEarlier(alerts: readonly NewAlert[]): Promise<readonly EarlierAlert[]>;
  /** Which rules have alerts of these customers that are not settled yet. */
  findWaiting(alerts: readonly NewAlert[]): Promise<readonly WaitingRule[]>;
  /** Remembers alerts; returns the ids of those that were not there yet. */
  insert(alerts: readonly NewAlert[]): Promise<ReadonlySet<string>>;
}

/** Why a transition raised no alert. */
export type SilentReason = Silence | 'throttled' | 'already-raised';

/** A new alert with what it came of. */
export interface Candidate<S extends SeenTransition> extends NewAlert {
  readonly seen: S;
  readonly policy: RulePolicy;
}

/** What became of a batch of transitions. */
export interface Decided<S extends SeenTransition> {
  readonly raised: readonly Candidate<S>[];
  readonly silent: ReadonlyMap<S, SilentReason>;
}

/** Turns a batch of transitions into alerts by the rules in force at their moments: at most one a transition, however often it comes. */
export async function decideAlerts<S extends SeenTransition>(
  batch: readonly S[],
  terms: AlertTerms,
  memory: AlertMemory,
): Promise<Decided<S>> {
  const silent = new Map<S, SilentReason>();
  const candidates = new Map<string, Candidate<S>>();
  for (const seen of batch) {
    const { transition, now } = seen;
    const version = terms.rulesOf(transition.tenant).at(momentOf(transition, now));
    const { timeZone } = terms.calendarOf(transition.tenant);
    const verdict = judgeTransition(version.policy, transition, now, timeZone);
    if (verdict.silence) silent.set(seen, verdict.silence);
    else candidates.set(alertId(transition), { ...alertOf(seen, verdict.rule, version, terms), seen });
  }
  if (candidates.size === 0) return { raised: [], silent };
  const all = [...candidates.values()];
  const wanted = await letThrough(all, memory);
  for (const { id, seen } of all) if (!wanted.has(id)) silent.set(seen, 'throttled');
  const passed = all.filter(({ id }) => wanted.has(id));
  const muted = await mute(passed, terms, memory);
  const inserted = await memory.insert(muted);
  for (const { id, seen } of muted) if (!inserted.has(id)) silent.set(seen, 'already-raised');
  return { raised: muted.filter(({ id }) => inserted.has(id)), silent };
}

function alertOf(
  { transition, now }: SeenTransition,
  rule: AlertRule,
  { number, policy }: RuleVersion,
  { teamOf, calendarOf }: AlertTerms,
): Omit<Candidate<SeenTransition>, 'seen'> {
  const { tenant, customer } = transition;
  const at = momentOf(transition, now);
  const calendar = calendarOf(tenant);
  const team = teamOf(tenant);
  const { people, level } = routeAlert(rule.recipients, customer.owner, team, localDay(at, calendar.timeZone));
  const dueAt = dueAfter(rule, at, calendar);
  const { severity } = rule;
  const repeatSeconds = team.grouping?.repeatSeconds ?? null;
  return {
    ...{ id: alertId(transition), rule: rule.id, severity, recipients: people, level, transition, policy },
    ...{ raisedAt: at, dueAt, escalateAt: level === 'pool' ? null : dueAt, expiresAt: expiryOf(rule, at) },
    ...{ repeatSeconds, repeatAt: repeatAfter({ severity, repeatSeconds }, at, calendar) },
    ...{ ruleVersion: number, raisedBy: { rule, play: policy.plays[rule.play]! } },
  };
}

async function letThrough(alerts: readonly NewAlert[], memory: AlertMemory): Promise<ReadonlySet<string>> {
  const concerned = alerts.filter(({ raisedBy }) => raisedBy.rule.throttleDays);
  const earlier = concerned.length ? await memory.findEarlier(concerned) : [];
  return new Set(throttle(alerts, earlier).map(({ id }) => id));
}

/** Who is not to be told of some of them: by silence, by another alert of the customer, or to measure. */
async function mute<S extends SeenTransition>(
  alerts: readonly Candidate<S>[],
  { teamOf }: AlertTerms,
  memory: AlertMemory,
): Promise<Candidate<S>[]> {
  const inhibitable = alerts.filter(({ rule, policy }) => inhibitorsOf(rule, policy).length > 0);
  const rules = new Map<string, string[]>();
  if (inhibitable.length > 0) {
    const beside = alerts.map(({ rule, transition: { tenant, customerId } }) => ({ tenant, customerId, rule }));
    for (const { tenant, customerId, rule } of [...(await memory.findWaiting(inhibitable)), ...beside]) {
      const key = `${tenant}/${customerId}`;
      rules.set(key, [...(rules.get(key) ?? []), rule]);
    }
  }
  return alerts.map((alert) => {
    const { rule, transition, raisedAt, policy } = alert;
    const waitingRules = rules.get(`${transition.tenant}/${transition.customerId}`) ?? [];
    const reason = muteReason({ rule, transition, waitingRules }, teamOf(transition.tenant), policy, raisedAt);
    // Whoever was told nothing is not asked why nothing was done.
    return reason ? { ...alert, muted: reason, escalateAt: null, repeatAt: null } : alert;
  });
}
