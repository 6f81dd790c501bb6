import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LOGGER } from '@orderweave/service';
import { parseCronItems, run, type Runner } from 'graphile-worker';
import type { Logger } from 'pino';
import { AlertClockwork } from '../life/alert-clockwork.js';
import { TaskClockwork } from '../tasks/task-clockwork.js';
import { deliverAlert, type DeliveryParts } from './deliver-alert.js';
import { DELIVERY_PARTS } from './delivery-parts.js';
import { DELIVER_ALERT, DeliveryQueue, TELL_GATHERED } from './delivery-queue.js';
import type { DeliveryKey } from './delivery.store.js';
import type { EndpointKey } from './gather/gather.store.js';
import { tellGathered } from './gather/tell-gathered.js';
import { queueLogger } from './queue-logger.js';
import { closeMail } from './send/send-email.js';

const CONCURRENCY = 8;
const RESCUE = 'rescue_deliveries';
const SWEEP = 'sweep_alerts';
/** Once among all replicas, by the queue's own clock. */
const EACH_MINUTE = '* * * * *';
/** What is in hand at shutdown may finish for so long; after that it is given up and tried again later. */
const GRACE_MS = 4_000;

/** Delivers messages to endpoints, in this process, from the queue that all replicas share. */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private runner: Runner | undefined;

  constructor(
    private readonly queue: DeliveryQueue,
    @Inject(DELIVERY_PARTS) private readonly parts: DeliveryParts,
    private readonly clockwork: AlertClockwork,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly tasks: TaskClockwork,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.runner = await run({
      connectionString: this.parts.database.options.url,
      schema: await this.queue.schema(),
      maxPoolSize: CONCURRENCY + 1,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      pollInterval: 1_000,
      logger: queueLogger(this.log),
      parsedCronItems: parseCronItems([RESCUE, SWEEP].map((task) => ({ task, match: EACH_MINUTE, identifier: task }))),
      taskList: {
        [DELIVER_ALERT]: (payload) => deliverAlert(this.parts, payload as DeliveryKey, this.ending.signal),
        [TELL_GATHERED]: (payload) => tellGathered(this.parts, payload as EndpointKey),
        [RESCUE]: () => this.rescue(),
        [SWEEP]: () => this.sweep(),
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
    closeMail();
  }

  private async sweep(): Promise<void> {
    await this.clockwork.sweepAll(this.parts.now());
    await this.tasks.sweepAll(this.parts.now());
  }

  private async rescue(): Promise<void> {
    const lost = await this.queue.rescue(this.parts.now());
    if (lost > 0) this.log.warn({ deliveries: lost }, 'deliveries that a process had died with are queued again');
  }
}
