import { nextAttemptAt, type RulePolicy } from '@orderweave/domain-notification';
import type { Database } from '@orderweave/postgres';
import type { AlertFeed } from '../alerts/alert-feed.js';
import type { CardLinker } from '../links/card-linker.js';
import type { DeliveryParts } from './deliver-alert.js';
import type { DeliveryQueue } from './delivery-queue.js';
import type { EndpointRegistry } from './endpoints/endpoint-registry.js';
import { AppTokens } from './send/app-tokens.js';
import { privateAddressesAllowed } from './send/private-addresses.js';
import { mailSettings } from './send/send-email.js';

/** Injection token of what delivering needs. */
export const DELIVERY_PARTS = Symbol('DELIVERY_PARTS');

/** What delivering needs, with the clock and the environment of this process. */
export function deliveryParts(given: {
  database: Database;
  policy: RulePolicy;
  registry: EndpointRegistry;
  linker: CardLinker;
  queue: DeliveryQueue;
  feed: AlertFeed;
}): DeliveryParts {
  const { queue, feed, ...rest } = given;
  return {
    ...rest,
    mail: mailSettings(),
    tokens: new AppTokens(),
    allowPrivate: privateAddressesAllowed(),
    requeue: (tx, key, dueAt) => queue.requeue(tx, [{ ...key, dueAt }]),
    onChanged: () => feed.wake(),
    now: Date.now,
    random: Math.random,
    nextAttemptAt,
  };
}
