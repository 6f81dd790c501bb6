import { AlertChanged, type CustomerTransition, type PayloadOf } from '@orderweave/contracts';
import { NO_TEAM, readClock, RuleTimeline, type RulePolicy } from '@orderweave/domain-notification';
import type { Transaction } from '@orderweave/postgres';
import { drop, emit, type BatchHandler, type Outcome, type Received } from '@orderweave/stream';
import type { NewAlert } from '../alerts/alert.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { alertMetrics } from '../metrics.js';
import type { EntitlementKeeper } from '../strategies/entitlement-keeper.js';
import { loadTerms, type BatchTerms } from './batch-terms.store.js';
import { decideAlerts, type Candidate, type SeenTransition } from './decide-alerts.js';
import type { TransitionLog } from './kept/transition-log.js';
import { StoredMemory } from './stored-memory.js';
import type { RuleDirectory } from './versions/rule-directory.js';

type ReceivedTransition = Received<PayloadOf<typeof CustomerTransition>>;
/** A transition and the message that it came with. */
interface Seen extends SeenTransition {
  readonly received: ReceivedTransition;
}

/** What raising alerts needs. */
export interface AlertRaising {
  /** The default rules. */
  readonly policy: RulePolicy;
  /** The tenants' own rules; without them the default ones hold for everybody. */
  readonly rules?: RuleDirectory | undefined;
  /** Keeps what came, so that rules can be tried on it. */
  readonly log?: TransitionLog | undefined;
  /** Keeps what customers are entitled to. */
  readonly entitlements?: EntitlementKeeper | undefined;
  readonly calendarOf: CalendarOf;
  /** Queues the deliveries of alerts that were raised, in the same transaction; `terms` is what was read of their tenants. */
  readonly queueDeliveries: (tx: Transaction, alerts: readonly NewAlert[], terms: BatchTerms) => Promise<void>;
  /** Called after a commit that raised something. */
  readonly onRaised: () => void;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/** Turns transitions into alerts by the rules in force: at most one a transition, however often it comes. */
export function raiseAlerts(parts: AlertRaising): BatchHandler<ReceivedTransition> {
  const usual = new RuleTimeline({ number: 0, policy: parts.policy });
  return async function raiseAlerts(events, tx) {
    const tenants = [...new Set(events.map(({ payload }) => payload.tenant))];
    const read = await loadTerms(tx, tenants);
    const { clocks, teams, revisions } = read;
    const rulesOf = (await parts.rules?.timelinesAt(tx, revisions)) ?? (() => usual);
    const wall = parts.now();
    const batch = events.map((received): Seen => {
      const transition = received.payload;
      return { transition, now: readClock(clocks.get(transition.tenant), wall), received };
    });
    parts.log?.keep(tx, batch);
    const terms = { rulesOf, teamOf: (tenant: string) => teams.get(tenant) ?? NO_TEAM, calendarOf: parts.calendarOf };
    const [entitled = [], { raised, silent }] = await Promise.all([
      parts.entitlements?.keep(tx, batch, rulesOf),
      decideAlerts(batch, terms, new StoredMemory(tx, parts.calendarOf)),
    ]);
    const outcomes = new Map<Received, Outcome>();
    for (const [{ received }, reason] of silent) outcomes.set(received, drop(reason));
    if (raised.length === 0) return { emits: entitled, outcomes };
    await parts.queueDeliveries(tx, raised, read);
    tx.onCommit(() => {
      count(raised, parts.now());
      parts.onRaised();
    });
    return { emits: [...entitled, ...raised.map(announce)], outcomes };
  };
}

function announce({ id, rule, severity, raisedAt, transition, seen: { received } }: Candidate<Seen>) {
  const { tenant, customerId } = transition;
  const at = new Date(raisedAt).toISOString();
  const changed = { tenant, alertId: id, transitionId: transition.id, customerId, rule, severity, state: 'open', at };
  return emit(AlertChanged, changed as PayloadOf<typeof AlertChanged>, received);
}

function count(raised: readonly Candidate<Seen>[], now: number): void {
  for (const { severity, seen } of raised) {
    alertMetrics.alerts.inc({ state: 'open', severity });
    const caused = Date.parse(seen.received.headers['ce_time'] ?? '') || seen.received.timestamp;
    alertMetrics.endToEnd.observe({ hop: 'alert' }, Math.max(0, now - caused) / 1000);
  }
}
