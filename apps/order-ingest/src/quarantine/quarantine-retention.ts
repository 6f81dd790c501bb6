import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import type { Logger } from 'pino';
import { QuarantineDeedStore } from './quarantine-deed.store.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 600_000;

/** For how many days closed entries are kept: QUARANTINE_CLOSED_DAYS, 90 unless told; throws an error that says what is allowed. */
export function closedDays(env: NodeJS.ProcessEnv): number {
  const given = env['QUARANTINE_CLOSED_DAYS'];
  const days = Number(given || 90);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  throw new Error(`QUARANTINE_CLOSED_DAYS is "${given}"; give a whole number of days from 1 to 36500`);
}

/** Forgets entries that were closed long ago. Open ones are kept for as long as they are open. */
@Injectable()
export class QuarantineRetention implements OnModuleInit, OnApplicationShutdown {
  private readonly days = closedDays(process.env);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly deeds: QuarantineDeedStore,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    // What fails here is tried again in ten minutes; nothing depends on it.
    const tidy = (): void =>
      void this.deeds
        .forget(this.database, Date.now() - this.days * DAY_MS)
        .catch((error: unknown) =>
          this.log.warn({ err: error }, 'closed entries of the quarantine are forgotten later'),
        );
    this.timer = setInterval(tidy, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
