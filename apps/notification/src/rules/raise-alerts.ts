import { AlertChanged, type CustomerTransition, type PayloadOf } from '@orderweave/contracts';
import {
  alertId,
  dueAfter,
  expiryOf,
  inhibitorsOf,
  judgeTransition,
  momentOf,
  muteReason,
  NO_TEAM,
  readClock,
  routeAlert,
  type AlertRule,
  type RulePolicy,
  type SalesTeam,
} from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import { drop, emit, type BatchHandler, type Outcome, type Received } from '@orderweave/stream';
import { findEarlier, findWaiting, insertAlerts, type NewAlert } from '../alerts/alert.store.js';
import { loadClocks } from '../clock/tenant-clock.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { alertMetrics } from '../metrics.js';
import { loadTeams } from '../team/sales-team.store.js';
import { throttle } from './throttle.js';

type ReceivedTransition = Received<PayloadOf<typeof CustomerTransition>>;
/** A new alert and the message that it came with. */
interface Candidate extends NewAlert {
  readonly received: ReceivedTransition;
}

/** What raising alerts needs. */
export interface AlertRaising {
  readonly policy: RulePolicy;
  readonly calendarOf: CalendarOf;
  /** Queues the deliveries of alerts that were raised, in the same transaction. */
  readonly queueDeliveries: (tx: Transaction, alerts: readonly NewAlert[]) => Promise<void>;
  /** Called after a commit that raised something. */
  readonly onRaised: () => void;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/** Turns transitions into alerts by the policy's rules: at most one a transition, however often it comes. */
export function raiseAlerts(parts: AlertRaising): BatchHandler<ReceivedTransition> {
  return async function raiseAlerts(events, tx) {
    const tenants = [...new Set(events.map(({ payload }) => payload.tenant))];
    const [clocks, teams] = [await loadClocks(tx, tenants), await loadTeams(tx, tenants)];
    const outcomes = new Map<Received, Outcome>();
    const candidates = new Map<string, Candidate>();
    const wall = parts.now();
    for (const received of events) {
      const transition = received.payload;
      const now = readClock(clocks.get(transition.tenant), wall);
      const { rule, silence } = judge(transition, now);
      if (!rule) {
        outcomes.set(received, drop(silence));
        continue;
      }
      const team = teams.get(transition.tenant) ?? NO_TEAM;
      candidates.set(alertId(transition), {
        ...alertOf(transition, { rule, team, at: momentOf(transition, now) }),
        received,
      });
    }
    if (candidates.size === 0) return { outcomes };
    const all = [...candidates.values()];
    const wanted = await letThrough(tx, all);
    for (const { id, received } of all) if (!wanted.has(id)) outcomes.set(received, drop('throttled'));
    const muted = await mute(
      tx,
      all.filter(({ id }) => wanted.has(id)),
      teams,
    );
    const inserted = await insertAlerts(tx, muted);
    for (const { id, received } of all)
      if (wanted.has(id) && !inserted.has(id)) outcomes.set(received, drop('already-raised'));
    const raised = muted.filter(({ id }) => inserted.has(id));
    if (raised.length === 0) return { outcomes };
    await parts.queueDeliveries(tx, raised);
    tx.onCommit(() => {
      count(raised, parts.now());
      parts.onRaised();
    });
    return { emits: raised.map(announce), outcomes };
  };

  function alertOf(
    transition: ReceivedTransition['payload'],
    { rule, team, at }: { rule: AlertRule; team: SalesTeam; at: number },
  ): NewAlert {
    const { tenant, customer } = transition;
    const calendar = parts.calendarOf(tenant);
    const { people, level } = routeAlert(rule.recipients, customer.owner, team, localDay(at, calendar.timeZone));
    const dueAt = dueAfter(rule, at, calendar);
    const times = { raisedAt: at, dueAt, escalateAt: level === 'pool' ? null : dueAt, expiresAt: expiryOf(rule, at) };
    return {
      id: alertId(transition),
      rule: rule.id,
      severity: rule.severity,
      recipients: people,
      level,
      ...times,
      transition,
    };
  }

  /** Who is not to be told of some of them: by silence, by another alert of the customer, or to measure. */
  async function mute(
    tx: Transaction,
    alerts: readonly Candidate[],
    teams: ReadonlyMap<string, SalesTeam>,
  ): Promise<Candidate[]> {
    const inhibitable = alerts.filter(({ rule }) => inhibitorsOf(rule, parts.policy).length > 0);
    const rules = new Map<string, string[]>();
    if (inhibitable.length > 0) {
      const beside = alerts.map(({ rule, transition: { tenant, customerId } }) => ({ tenant, customerId, rule }));
      for (const { tenant, customerId, rule } of [...(await findWaiting(tx, inhibitable)), ...beside]) {
        const key = `${tenant}/${customerId}`;
        rules.set(key, [...(rules.get(key) ?? []), rule]);
      }
    }
    return alerts.map((alert) => {
      const { rule, transition, raisedAt } = alert;
      const waitingRules = rules.get(`${transition.tenant}/${transition.customerId}`) ?? [];
      const team = teams.get(transition.tenant) ?? NO_TEAM;
      const reason = muteReason({ rule, transition, waitingRules }, team, parts.policy, raisedAt);
      // Whoever was told nothing is not asked why nothing was done.
      return reason ? { ...alert, muted: reason, escalateAt: null } : alert;
    });
  }

  function judge(transition: ReceivedTransition['payload'], now: number) {
    const verdict = judgeTransition(parts.policy, transition, now);
    return verdict.silence ? { silence: verdict.silence } : { rule: verdict.rule, silence: '' };
  }

  async function letThrough(tx: Transaction, alerts: readonly Candidate[]): Promise<ReadonlySet<string>> {
    const throttled = new Set(parts.policy.rules.filter((rule) => rule.throttleDays).map(({ id }) => id));
    const concerned = alerts.filter(({ rule }) => throttled.has(rule));
    const earlier = concerned.length ? await findEarlier(tx, concerned) : [];
    return new Set(throttle(alerts, earlier, parts.policy).map(({ id }) => id));
  }
}

function announce({ id, rule, severity, raisedAt, transition, received }: Candidate) {
  const { tenant, customerId } = transition;
  const at = new Date(raisedAt).toISOString();
  const changed = { tenant, alertId: id, transitionId: transition.id, customerId, rule, severity, state: 'open', at };
  return emit(AlertChanged, changed as PayloadOf<typeof AlertChanged>, received);
}

function count(raised: readonly Candidate[], now: number): void {
  for (const { severity, received } of raised) {
    alertMetrics.alerts.inc({ state: 'open', severity });
    const caused = Date.parse(received.headers['ce_time'] ?? '') || received.timestamp;
    alertMetrics.endToEnd.observe({ hop: 'alert' }, Math.max(0, now - caused) / 1000);
  }
}
