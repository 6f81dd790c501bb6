import { AlertChanged, type CustomerTransition, type PayloadOf } from '@orderweave/contracts';
import { alertId, judgeTransition, momentOf, readClock, type RulePolicy } from '@orderweave/domain-notification';
import type { Transaction } from '@orderweave/postgres';
import { drop, emit, type BatchHandler, type Outcome, type Received } from '@orderweave/stream';
import { findEarlier, insertAlerts, type NewAlert } from '../alerts/alert.store.js';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { alertMetrics } from '../metrics.js';
import { throttle } from './throttle.js';

type ReceivedTransition = Received<PayloadOf<typeof CustomerTransition>>;
/** A new alert and the message that it came with. */
interface Candidate extends NewAlert {
  readonly received: ReceivedTransition;
}

/** What raising alerts needs. */
export interface AlertRaising {
  readonly policy: RulePolicy;
  /** Queues the deliveries of alerts that were raised, in the same transaction. */
  readonly queueDeliveries: (tx: Transaction, alerts: readonly NewAlert[]) => Promise<void>;
  /** Called after a commit that raised something. */
  readonly onRaised: () => void;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

const HOUR_MS = 3_600_000;

/** Turns transitions into alerts by the policy's rules: at most one a transition, however often it comes. */
export function raiseAlerts(parts: AlertRaising): BatchHandler<ReceivedTransition> {
  const slaHours = new Map(parts.policy.rules.map(({ id, slaHours }) => [id, slaHours]));

  return async function raiseAlerts(events, tx) {
    const clocks = await loadClocks(tx, [...new Set(events.map(({ payload }) => payload.tenant))]);
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
      const id = alertId(transition);
      const raisedAt = momentOf(transition, now);
      const dueAt = raisedAt + slaHours.get(rule.id)! * HOUR_MS;
      candidates.set(id, { id, rule: rule.id, severity: rule.severity, raisedAt, dueAt, transition, received });
    }
    if (candidates.size === 0) return { outcomes };
    const all = [...candidates.values()];
    const wanted = await letThrough(tx, all);
    for (const { id, received } of all) if (!wanted.has(id)) outcomes.set(received, drop('throttled'));
    const inserted = await insertAlerts(
      tx,
      all.filter(({ id }) => wanted.has(id)),
    );
    for (const { id, received } of all)
      if (wanted.has(id) && !inserted.has(id)) outcomes.set(received, drop('already-raised'));
    const raised = all.filter(({ id }) => inserted.has(id));
    if (raised.length === 0) return { outcomes };
    await parts.queueDeliveries(tx, raised);
    tx.onCommit(() => {
      count(raised, parts.now());
      parts.onRaised();
    });
    return { emits: raised.map(announce), outcomes };
  };

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
