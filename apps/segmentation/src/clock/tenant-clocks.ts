import { Injectable } from '@nestjs/common';
import { ClockMoved, DayTurned } from '@orderweave/contracts';
import { formatDay, localDay, startOfDay } from '@orderweave/domain-ordering';
import { Database, emit, type Emission, type Transaction } from '@orderweave/postgres';
import { WordedProblem } from '../problems/worded-problem.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { hasCustomers, lockClock, readClocks, saveClock, type ClockMode, type StoredClock } from './clock.store.js';

/** What a tenant's clock says. */
export interface ClockReading {
  mode: ClockMode;
  /** Epoch milliseconds. */
  now: number;
}

/** The clocks of the tenants. Each local day that one reaches is announced once, in order, however many replicas watch it. */
@Injectable()
export class TenantClocks {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
    private readonly wallNow: () => number,
  ) {}

  /** A tenant's clock; the wall before it was first set. */
  async read(tenant: string): Promise<ClockReading> {
    const clock = (await readClocks(this.database)).find((one) => one.tenant === tenant);
    return this.readingOf(clock);
  }

  /** Sets a clock to an instant that it then stands at. Throws a `Problem` (409) for one before the clock's present. */
  async setManual(tenant: string, now: number): Promise<ClockReading> {
    return this.database.transaction(async (tx) => {
      const clock = await lockClock(tx, tenant);
      this.refuseBackwards(clock, now);
      await this.move(tx, clock, { tenant, mode: 'manual', now });
      return { mode: 'manual', now };
    });
  }

  /** Lets a clock go with the wall from now on. Throws a `Problem` (409) when it is ahead of the wall. */
  async setWall(tenant: string): Promise<ClockReading> {
    return this.database.transaction(async (tx) => {
      const clock = await lockClock(tx, tenant);
      const now = this.wallNow();
      this.refuseBackwards(clock, now);
      await this.move(tx, clock, { tenant, mode: 'wall', now });
      return { mode: 'wall', now };
    });
  }

  /** Announces the days that wall clocks have reached. A clock that nobody set starts with the tenant's first customer. */
  async tick(): Promise<void> {
    const clocks = new Map((await readClocks(this.database)).map((clock) => [clock.tenant, clock]));
    for (const { tenant, timeZone } of this.policies.all()) {
      const clock = clocks.get(tenant);
      const today = localDay(this.wallNow(), timeZone);
      const due = clock ? clock.mode === 'wall' && clock.targetDay < today : await hasCustomers(this.database, tenant);
      if (due) await this.turnToWall(tenant);
    }
  }

  private async turnToWall(tenant: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const clock = await lockClock(tx, tenant);
      const now = this.wallNow();
      const today = localDay(now, this.policies.get(tenant).timeZone);
      if (clock && (clock.mode !== 'wall' || clock.targetDay >= today)) return;
      await this.move(tx, clock, { tenant, mode: 'wall', now });
    });
  }

  private async move(
    tx: Transaction,
    clock: StoredClock | undefined,
    to: { tenant: string; mode: ClockMode; now: number },
  ): Promise<void> {
    const { tenant, mode, now } = to;
    const { timeZone } = this.policies.get(tenant);
    const reached = localDay(now, timeZone);
    // A wall clock that was set back must not take a day back.
    const targetDay = Math.max(reached, clock?.targetDay ?? reached);
    await saveClock(tx, { tenant, mode, now, targetDay });
    const emits: Emission[] = [];
    for (let day = clock ? clock.targetDay + 1 : targetDay; day <= targetDay; day++) {
      const begun = day === reached ? now : startOfDay(day, timeZone);
      emits.push(emit(DayTurned, { tenant, day: formatDay(day), now: new Date(begun).toISOString() }));
    }
    emits.push(emit(ClockMoved, { tenant, mode, now: new Date(now).toISOString() }));
    tx.publish(emits);
  }

  private refuseBackwards(clock: StoredClock | undefined, now: number): void {
    const present = clock && this.readingOf(clock);
    if (!present || now >= present.now) return;
    const isManual = present.mode === 'manual';
    const at = new Date(present.now).toISOString();
    const goesOn = isManual ? '' : ' and goes on';
    throw new WordedProblem(
      {
        status: 409,
        code: 'clock-backwards',
        title: 'The clock never moves backwards',
        detail: `The tenant's clock (${present.mode}) stands at ${at}${goesOn}; give that instant or a later one.`,
        extra: { present: at },
      },
      {
        title: '时钟不能倒退',
        detail: `该租户的时钟（${present.mode}）为 ${at}${isManual ? '' : '，且仍在前进'}；请给出该时间或更晚的时间。`,
      },
    );
  }

  private readingOf(clock: StoredClock | undefined): ClockReading {
    if (clock?.mode === 'manual') return { mode: 'manual', now: clock.now };
    return { mode: 'wall', now: this.wallNow() };
  }
}
