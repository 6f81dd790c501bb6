import type { Transition } from '@orderweave/contracts';
import {
  alertId,
  dueAfter,
  expiryOf,
  inhibitorsOf,
  judgeTransition,
  momentOf,
  muteReason,
  routeAlert,
  tellAgainAfter,
  type AlertRule,
  type RulePolicy,
  type RuleTimeline,
  type RuleVersion,
  type SalesTeam,
  type Silence,
} from '@orderweave/domain-notification';
import { localDay, type Day } from '@orderweave/domain-ordering';
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
  const timesOf = ruleTimes(terms);
  for (const seen of batch) {
    const { transition } = seen;
    const { tenant } = transition;
    const at = momentOf(transition, seen.now);
    const version = terms.rulesOf(tenant).at(at);
    const verdict = judgeTransition(version.policy, transition, at, terms.calendarOf(tenant).timeZone);
    if (verdict.silence) {
      silent.set(seen, verdict.silence);
      continue;
    }
    const times = timesOf(tenant, verdict.rule, at);
    const alert = alertOf(seen, verdict.rule, version, { times, team: terms.teamOf(tenant) });
    candidates.set(alert.id, alert);
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

/** What a rule makes of a moment of a tenant's clock. */
type RuleTimes = Pick<NewAlert, 'raisedAt' | 'dueAt' | 'expiresAt'> & {
  readonly tenant: string;
  readonly repeatAt: number | null;
  readonly day: Day;
};

/** Times by rule and moment; a batch mostly has one moment, so that each rule's last one is remembered. */
function ruleTimes({ teamOf, calendarOf }: AlertTerms): (tenant: string, rule: AlertRule, at: number) => RuleTimes {
  const last = new Map<AlertRule, RuleTimes>();
  return (tenant, rule, at) => {
    const known = last.get(rule);
    if (known?.raisedAt === at && known.tenant === tenant) return known;
    const calendar = calendarOf(tenant);
    const repeatSeconds = teamOf(tenant).grouping?.repeatSeconds;
    const dueAt = dueAfter(rule, at, calendar);
    const times = {
      tenant,
      day: localDay(at, calendar.timeZone),
      raisedAt: at,
      dueAt,
      expiresAt: expiryOf(rule, at),
      repeatAt: tellAgainAfter(rule, { from: at, dueAt, repeatSeconds }, calendar),
    };
    last.set(rule, times);
    return times;
  };
}

function alertOf<S extends SeenTransition>(
  seen: S,
  rule: AlertRule,
  { number, policy }: RuleVersion,
  { times, team }: { times: RuleTimes; team: SalesTeam },
): Candidate<S> {
  const { transition } = seen;
  const { people, level } = routeAlert(rule.recipients, transition.customer.owner, team, times.day);
  return {
    id: alertId(transition),
    rule: rule.id,
    severity: rule.severity,
    recipients: people,
    level,
    raisedAt: times.raisedAt,
    dueAt: times.dueAt,
    escalateAt: level === 'pool' ? null : times.dueAt,
    expiresAt: times.expiresAt,
    repeatSeconds: team.grouping?.repeatSeconds ?? null,
    repeatAt: times.repeatAt,
    ruleVersion: number,
    raisedBy: { rule, play: policy.plays[rule.play]! },
    transition,
    policy,
    seen,
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
