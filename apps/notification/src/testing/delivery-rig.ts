import type { Transition } from '@orderweave/contracts';
import { alertId, DEFAULT_GROUPING, NO_TEAM, type ChannelName } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database } from '@orderweave/postgres';
import { pino } from 'pino';
import { AlertFeed } from '../alerts/alert-feed.js';
import { AlertInbox } from '../alerts/alert-inbox.js';
import { deliveryParts } from '../delivery/delivery-parts.js';
import type { DeliveryParts } from '../delivery/deliver-alert.js';
import { DeliveryQueue } from '../delivery/delivery-queue.js';
import { DeliveryWorker } from '../delivery/delivery-worker.js';
import { EndpointRegistry } from '../delivery/endpoints/endpoint-registry.js';
import type { EndpointSettings } from '../delivery/endpoints/endpoint-settings.js';
import type { EndpointFilter } from '../delivery/endpoints/endpoint.store.js';
import { CardLinker } from '../links/card-linker.js';
import { AlertClockwork } from '../life/alert-clockwork.js';
import { loadPolicy } from '../rules/load-policy.js';
import { raiseAlerts } from '../rules/raise-alerts.js';
import { KeyRing } from '../secrets/key-ring.js';
import { TaskClockwork } from '../tasks/task-clockwork.js';
import { saveTeam } from '../team/sales-team.store.js';
import { calendarOf } from './calendars.js';
import { migratedPostgres } from './migrated-postgres.js';
import { receivedTransitions } from './received-transitions.js';

/** Alerts and their delivery on a real database, without the rest of the service. */
export interface DeliveryRig {
  readonly database: Database;
  readonly parts: DeliveryParts;
  readonly queue: DeliveryQueue;
  readonly registry: EndpointRegistry;
  readonly keys: KeyRing;
  readonly clockwork: AlertClockwork;
  readonly taskClockwork: TaskClockwork;
  readonly inbox: AlertInbox;
  readonly feed: AlertFeed;
  /** Adds an endpoint and returns its id. */
  add<C extends ChannelName>(
    channel: C,
    settings: EndpointSettings[C],
    more?: { id?: string; filter?: EndpointFilter; person?: string },
  ): Promise<string>;
  /** Raises one alert of a new customer and returns its id. */
  raise(given?: Partial<Transition>): Promise<string>;
  end(): Promise<void>;
}

/** Starts a rig whose worker delivers, also to this machine. */
export async function deliveryRig(given: Partial<DeliveryParts> = {}): Promise<DeliveryRig> {
  const { database, end } = await migratedPostgres();
  const log = pino({ level: 'silent' });
  const policy = loadPolicy('');
  const queue = new DeliveryQueue(database, calendarOf, log);
  const keys = new KeyRing(database, log);
  const registry = new EndpointRegistry(database, keys);
  const feed = new AlertFeed(database, log);
  const made = { database, policy, registry, linker: new CardLinker(keys), queue, feed };
  const parts: DeliveryParts = { ...deliveryParts(made), allowPrivate: true, ...given };
  const clockwork = new AlertClockwork(database, queue, feed, policy, calendarOf);
  const inbox = new AlertInbox(database, policy, feed, calendarOf);
  const taskClockwork = new TaskClockwork(database, queue, calendarOf);
  // Each minute the worker does what time does, by the wall clock: it would end alerts of the past in the middle of a spec.
  const [noTime, noTaskTime] = [
    new AlertClockwork(database, queue, feed, policy, calendarOf),
    new TaskClockwork(database, queue, calendarOf),
  ];
  noTime.sweepAll = async () => 0;
  noTaskTime.sweepAll = async () => 0;
  const worker = new DeliveryWorker(queue, parts, noTime, log, noTaskTime);
  await worker.onApplicationBootstrap();
  const atOnce = { ...NO_TEAM, grouping: { ...DEFAULT_GROUPING, waitSeconds: 0, intervalSeconds: 0 } };
  await saveTeam(database, 'default', atOnce, 'rig');
  let serial = 0;
  return {
    ...{ database, parts, queue, registry, keys, clockwork, taskClockwork, inbox, feed },
    async add(channel, settings, { id = `ep_${++serial}`, filter = {}, person } = {}) {
      const endpoint = { tenant: 'default', id, channel, name: channel, person: person ?? null, filter };
      await registry.add({ ...endpoint, locale: 'zh-CN', createdBy: 'spec' }, settings);
      return id;
    },
    async raise(more = {}) {
      const transition = sampleTransition({ id: `t-${++serial}`, customerId: `c-${serial}`, ...more });
      const handler = raiseAlerts({
        policy,
        calendarOf,
        queueDeliveries: (tx, alerts) => queue.queue(tx, alerts),
        onRaised: () => undefined,
        now: () => Date.parse('2026-03-01T06:00:00Z'),
      });
      const context = { topic: 'x', partition: 0, epoch: '1' };
      await database.transaction((tx) => handler(receivedTransitions([transition]), tx, context));
      return alertId(transition);
    },
    async end() {
      await worker.beforeApplicationShutdown();
      await end();
    },
  };
}
