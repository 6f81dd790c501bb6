import {
  CustomerActivity,
  CustomerProfiled,
  type Activity,
  type EventDefinition,
  type Profile,
  type Transition,
} from '@orderweave/contracts';
import { alertId } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database, Transaction } from '@orderweave/postgres';
import type { Received } from '@orderweave/stream';
import { pino } from 'pino';
import { AlertFeed } from '../alerts/alert-feed.js';
import { followProfiles } from '../merges/follow-profiles.js';
import { loadPolicy } from '../rules/load-policy.js';
import { raiseAlerts } from '../rules/raise-alerts.js';
import { calendarOf } from '../testing/calendars.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { followOrders } from './follow/follow-orders.js';
import { OutcomeSettler } from './settle/outcome-settler.js';

/** Alerts and orders on a real database, settled when asked. */
export interface OutcomeRig {
  readonly database: Database;
  readonly settler: OutcomeSettler;
  /** Raises an alert at `recordedAt` and returns its id. */
  raise(given: Partial<Transition>): Promise<string>;
  /** Raises alerts in one batch, at the `recordedAt` of the first. */
  raiseAll(given: readonly Partial<Transition>[]): Promise<string[]>;
  /** One batch as it comes off the log. */
  follow(...news: (Activity | Profile)[]): Promise<void>;
  /** The same in a transaction that is still open. */
  followIn(tx: Transaction, ...news: (Activity | Profile)[]): Promise<void>;
  settle(): Promise<void>;
  end(): Promise<void>;
}

const CONTEXT = { topic: 'x', partition: 0, epoch: '1' };

/** Starts a rig whose wall clock shows `now`, epoch milliseconds. */
export async function outcomeRig(now: number): Promise<OutcomeRig> {
  const { database, end } = await migratedPostgres();
  const log = pino({ level: 'silent' });
  const policy = loadPolicy('');
  const feed = new AlertFeed(database, log);
  const settler = new OutcomeSettler(database, feed, policy, calendarOf, log);
  const quiet = { onNews: () => undefined, now: () => now, handOver: async () => undefined };
  const following = followProfiles(followOrders(quiet), quiet);
  const raiseAll = async (given: readonly Partial<Transition>[]) => {
    const transitions = given.map((one) =>
      sampleTransition({ effectiveAt: one.recordedAt ?? '2026-03-01T00:00:00Z', ...one }),
    );
    const at = Date.parse(transitions[0]!.recordedAt);
    const silent = { queueDeliveries: async () => undefined, onRaised: () => undefined };
    const parts = { policy, calendarOf, ...silent, now: () => at };
    const received = receivedTransitions(transitions);
    await database.transaction((tx) => raiseAlerts(parts)(received, tx, CONTEXT));
    return transitions.map(alertId);
  };
  const followIn = async (tx: Transaction, ...news: (Activity | Profile)[]) =>
    void (await following(news.map(receivedOf), tx, CONTEXT));
  return {
    ...{ database, settler },
    raise: async (given) => (await raiseAll([given]))[0]!,
    raiseAll,
    follow: (...news) => database.transaction((tx) => followIn(tx, ...news)),
    followIn,
    settle: () => settler.settleAll(now),
    end,
  };
}

/** An order of 100.00 CNY that counts; `at` as in 2026-03-05T08:00:00Z. */
export function activity(customerId: string, order: string, at: string, given: Partial<Activity> = {}): Activity {
  return {
    ...{ tenant: 'default', customerId, order, version: 1, kind: 'order', status: 'paid', channel: 'web' },
    ...{ placedAt: at, placedOn: at.slice(0, 10), netAmount: '100', currency: 'CNY' },
    ...{ counts: true, purchase: true, intent: false, cause: 'order' },
    ...given,
  };
}

function receivedOf(payload: Activity | Profile): Received<Activity> | Received<Profile> {
  const event = ('order' in payload ? CustomerActivity : CustomerProfiled) as EventDefinition<Activity & Profile>;
  const place = { topic: event.topic, partition: 0, offset: '0', timestamp: 0, traceparent: undefined, headers: {} };
  return { event, payload: payload as Activity & Profile, ...place };
}
