import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { RulePolicy } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import { run, type Runner } from 'graphile-worker';
import type { Logger } from 'pino';
import { AlertFeed } from '../alerts/alert-feed.js';
import { RULE_POLICY } from '../rules/load-policy.js';
import { deliverAlert, type DeliveryParts } from './deliver-alert.js';
import { DELIVER_ALERT, DeliveryQueue } from './delivery-queue.js';
import type { DeliveryKey } from './delivery.store.js';
import { privateAddressesAllowed } from './private-addresses.js';
import { queueLogger } from './queue-logger.js';

const CONCURRENCY = 4;
/** What is in hand at shutdown may finish for so long; after that it is given up and tried again later. */
const GRACE_MS = 4_000;

/** Delivers alerts to webhooks, in this process, from the queue that all replicas share. */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private readonly parts: DeliveryParts;
  private runner: Runner | undefined;

  constructor(
    database: Database,
    private readonly queue: DeliveryQueue,
    feed: AlertFeed,
    @Inject(RULE_POLICY) policy: RulePolicy,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    const allowPrivate = privateAddressesAllowed();
    this.parts = { database, policy, allowPrivate, onChanged: () => feed.wake(), now: Date.now };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.runner = await run({
      connectionString: this.parts.database.options.url,
      schema: await this.queue.schema(),
      maxPoolSize: CONCURRENCY + 1,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      pollInterval: 1_000,
      logger: queueLogger(this.log),
      taskList: {
        [DELIVER_ALERT]: (payload, { job }) =>
          deliverAlert(this.parts, payload as DeliveryKey, job.attempts, this.ending.signal),
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.runner) return;
    const late = setTimeout(() => this.ending.abort(), GRACE_MS);
    await this.runner
      .stop()
      .catch((error: unknown) => this.log.warn({ err: error }, 'deliveries did not end in order'));
    clearTimeout(late);
  }
}
