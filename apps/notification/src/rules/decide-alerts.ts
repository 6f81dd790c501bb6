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
  type RaisedBy,
  type RulePolicy,
  type RuleTimeline,
  type RuleVersion,
  type SalesTeam,
  type Silence,
} from '@orderweave/domain-notification';
import { localDay, type Day } from '@orderweave/domain-ordering';
import type { EarlierAlert, NewAlert, WaitingRule } from '../alerts/alert.store.js';
import { keyOfCustomer, type CustomerId } from '../merges/customer-id.js';
import type { Family } from '../merges/find-families.js';
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

/** What is asked of the alerts of a customer, under one of its ids. */
export interface AskedAlert extends CustomerId {
  readonly rule: string;
  /** When the alert would be raised, epoch milliseconds. */
  readonly raisedAt: number;
}

/** A customer and the rule that wants to alert of it. */
export interface JudgedCustomer extends CustomerId {
  readonly rule: AlertRule;
}

/** The alerts that were raised before: those of the service, or those of a trial. */
export interface AlertMemory {
  /**
   * Who customers are by now, by the key of each; who is missing was never merged and belongs to whom its transition says. Asked first and
   * once a batch, so that what is remembered of these customers may be read along.
   */
  findFamilies(judged: readonly JudgedCustomer[]): Promise<ReadonlyMap<string, Family>>;
  /** Alerts that the same rules raised for the same customers, under any of their ids. */
  findEarlier(asked: readonly AskedAlert[]): Promise<readonly EarlierAlert[]>;
  /** Which rules have alerts of these customers that are not settled yet. */
  findWaiting(asked: readonly AskedAlert[]): Promise<readonly WaitingRule[]>;
  /** Remembers alerts; returns the ids of those that were not there yet. */
  insert(alerts: readonly NewAlert[]): Promise<ReadonlySet<string>>;
}

/** Why a transition raised no alert. */
export type SilentReason = Silence | 'throttled' | 'already-raised';

/** A new alert with what it came of. */
export interface Candidate<S extends SeenTransition> extends NewAlert {
  readonly seen: S;
  readonly policy: RulePolicy;
  /** Who the customer is by now. */
  readonly family: Family;
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
  const judged: { seen: S; rule: AlertRule; version: RuleVersion; at: number }[] = [];
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
    judged.push({ seen, rule: verdict.rule, version, at });
  }
  if (judged.length === 0) return { raised: [], silent };
  const families = await memory.findFamilies(
    judged.map(({ seen: { transition }, rule }) => ({
      tenant: transition.tenant,
      customerId: transition.customerId,
      rule,
    })),
  );
  const timesOf = ruleTimes(terms);
  const raisedByOf = raisingRules();
  const candidates = new Map<string, Candidate<S>>();
  for (const { seen, rule, version, at } of judged) {
    const { tenant } = seen.transition;
    const context = {
      times: timesOf(tenant, rule, at),
      team: terms.teamOf(tenant),
      raisedBy: raisedByOf(rule, version),
    };
    const alert = alertOf(seen, version, { ...context, family: familyOf(seen.transition, families) });
    candidates.set(alert.id, alert);
  }
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

/** Rules with their plays, each once: what alerts share is written once. */
function raisingRules(): (rule: AlertRule, version: RuleVersion) => RaisedBy {
  const known = new Map<AlertRule, RaisedBy>();
  return (rule, { policy }) => {
    const play = policy.plays[rule.play]!;
    let raisedBy = known.get(rule);
    if (raisedBy?.play !== play) known.set(rule, (raisedBy = { rule, play }));
    return raisedBy;
  };
}

function alertOf<S extends SeenTransition>(
  seen: S,
  { number, policy }: RuleVersion,
  { times, team, raisedBy, family }: { times: RuleTimes; team: SalesTeam; raisedBy: RaisedBy; family: Family },
): Candidate<S> {
  const { transition } = seen;
  const { rule } = raisedBy;
  const { people, level } = routeAlert(rule.recipients, family.owner ?? undefined, team, times.day);
  return {
    id: alertId(transition),
    rule: rule.id,
    owner: family.owner,
    family,
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
    raisedBy,
    transition,
    policy,
    seen,
  };
}

/** Who a customer is by now. Whose it is a profile tells better than a transition, which was told before. */
function familyOf(transition: Transition, families: ReadonlyMap<string, Family>): Family {
  const { customerId, customer } = transition;
  const told = customer.owner ?? null;
  const family = families.get(keyOfCustomer(transition));
  if (!family) return { holder: customerId, ids: [customerId], owner: told, certain: false };
  return family.certain ? family : { ...family, owner: family.holder === customerId ? told : (family.owner ?? told) };
}

async function letThrough<S extends SeenTransition>(
  alerts: readonly Candidate<S>[],
  memory: AlertMemory,
): Promise<ReadonlySet<string>> {
  const concerned = alerts.filter(({ raisedBy }) => raisedBy.rule.throttleDays);
  const earlier = concerned.length ? await memory.findEarlier(concerned.flatMap(askedOf)) : [];
  return new Set(throttle(alerts, earlier).map(({ id }) => id));
}

function askedOf({ rule, raisedAt, family, transition: { tenant } }: Candidate<SeenTransition>): AskedAlert[] {
  return family.ids.map((customerId) => ({ tenant, customerId, rule, raisedAt }));
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
    const holders = new Map(
      alerts.flatMap((alert) => askedOf(alert).map((id) => [keyOfCustomer(id), holderOf(alert)])),
    );
    const beside = alerts.map(({ rule, transition: { tenant, customerId } }) => ({ tenant, customerId, rule }));
    for (const waiting of [...(await memory.findWaiting(inhibitable.flatMap(askedOf))), ...beside]) {
      const key = holders.get(keyOfCustomer(waiting))!;
      rules.set(key, [...(rules.get(key) ?? []), waiting.rule]);
    }
  }
  return alerts.map((alert) => {
    const { rule, transition, raisedAt, policy, family: customer } = alert;
    const waitingRules = rules.get(holderOf(alert)) ?? [];
    const reason = muteReason(
      { rule, transition, waitingRules, customer },
      teamOf(transition.tenant),
      policy,
      raisedAt,
    );
    // Whoever was told nothing is not asked why nothing was done.
    return reason ? { ...alert, muted: reason, escalateAt: null, repeatAt: null } : alert;
  });
}

function holderOf({
  family,
  transition: { tenant },
}: Pick<Candidate<SeenTransition>, 'family' | 'transition'>): string {
  return keyOfCustomer({ tenant, customerId: family.holder });
}
