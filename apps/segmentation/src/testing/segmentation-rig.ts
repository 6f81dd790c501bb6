import {
  CustomerActivity,
  CustomerProfiled,
  CustomerTransition,
  DayTurned,
  MonthAmountChanged,
  type Activity,
  type EventDefinition,
  type Profile,
  type Transition,
} from '@orderweave/contracts';
import { formatDay, startOfDay, TenantDirectory, type Day } from '@orderweave/domain-ordering';
import {
  createDataSource,
  Database,
  messageOf,
  migrate,
  OutboxReader,
  statement,
  type Emission,
} from '@orderweave/postgres';
import type { Handled, Received } from '@orderweave/stream';
import { testPostgres } from '@orderweave/testing';
import { saveClock } from '../clock/clock.store.js';
import { Sweeper } from '../deadlines/sweeper.js';
import { LadderMemory } from '../ladder/ladder-memory.js';
import { ladderHandler } from '../ladder/move-ladder.js';
import { activityHandler } from '../ledger/apply-activity.js';
import { SEGMENTATION_MIGRATIONS } from '../migrations/segmentation-migrations.js';
import { TenantMoments } from '../models/tenant-moments.js';
import { PolicyDirectory } from '../policies/policy-directory.js';

export const TENANT = 'shop';
const ZONE = 'Asia/Shanghai';
const TABLES = statement(
  'rig.tables',
  `SELECT string_agg(quote_ident(tablename), ', ') AS tables FROM pg_tables
    WHERE schemaname = current_schema() AND tablename NOT LIKE '%migration%'`,
);

const KEPT = statement('rig.kept', 'SELECT id FROM transition');

/** The handlers and the sweeper on a real PostgreSQL, without Kafka: the amounts go from the ledger to the ladder by hand. */
export class SegmentationRig {
  readonly transitions: Transition[] = [];
  epoch = 1;
  private offset = 0;
  private day: Day | null = null;
  private amounts: Received[] = [];
  private readonly moments: TenantMoments;
  private memory: LadderMemory;

  private constructor(
    readonly database: Database,
    readonly policies: PolicyDirectory,
    private readonly drop: () => Promise<void>,
  ) {
    this.moments = new TenantMoments(policies, () => 0);
    this.memory = new LadderMemory(policies);
  }

  static async start(policies?: string): Promise<SegmentationRig> {
    const { url, drop } = await testPostgres();
    const source = createDataSource({ url, migrations: SEGMENTATION_MIGRATIONS });
    await migrate(source);
    await source.destroy();
    const tenants = TenantDirectory.parse([{ tenant: TENANT, timeZone: ZONE }]);
    return new SegmentationRig(new Database({ url }), PolicyDirectory.read(tenants, policies), drop);
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.drop();
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    const [all] = await this.database.query<{ tables: string }>(TABLES);
    await this.database.pool.query(`TRUNCATE ${all!.tables}`);
    this.transitions.length = 0;
    this.amounts = [];
    this.day = null;
    this.restartLadder();
    Object.assign(this, { moments: new TenantMoments(this.policies, () => 0) });
  }

  /** One batch through the ledger; what it says of amounts waits for `moveLadder`. */
  async ledger(batch: readonly (Activity | Profile)[]): Promise<void> {
    const handle = activityHandler({ policies: this.policies, moments: this.moments, wallNow: () => 0 });
    const events = batch.map((payload) =>
      'order' in payload ? this.received(CustomerActivity, payload) : this.received(CustomerProfiled, payload),
    );
    const handled = await this.database.transaction((tx) => handle(events as never, tx));
    this.collect(handled);
  }

  /** What waits for the ladder, in batches of `size`. */
  async moveLadder(size = 1_000): Promise<void> {
    while (this.amounts.length > 0) {
      await this.runLadder(this.amounts.splice(0, size));
      await this.readOutbox();
    }
  }

  /** Runs the ladder over what waits and loses it before the commit; returns the ids that the transitions would have had, sorted. */
  async failLadder(): Promise<string[]> {
    const lost: string[] = [];
    await this.runLadder(this.amounts, lost).catch((error: Error) => {
      if (error.message !== 'lost') throw error;
    });
    return lost;
  }

  /** The last day's message once more. */
  async repeatDay(): Promise<void> {
    if (this.day === null) throw new Error('no day has turned yet');
    const now = new Date(startOfDay(this.day, ZONE)).toISOString();
    this.amounts.push(this.received(DayTurned, { tenant: TENANT, day: formatDay(this.day), now }));
    await this.moveLadder();
  }

  /** Moves the clock to a day in one step or through every day, and lets ladder and sweepers work it off. */
  async turnTo(day: Day, { sweepers = 1 } = {}): Promise<void> {
    const first = this.day === null ? day : this.day + 1;
    this.day = day;
    await this.database.transaction((tx) =>
      saveClock(tx, { tenant: TENANT, mode: 'manual', now: startOfDay(day, ZONE), targetDay: day }),
    );
    for (let turned = first; turned <= day; turned++) {
      const now = new Date(startOfDay(turned, ZONE)).toISOString();
      this.amounts.push(this.received(DayTurned, { tenant: TENANT, day: formatDay(turned), now }));
    }
    await this.moveLadder();
    await this.sweep(sweepers);
  }

  /** Sweeps with several sweepers at once until nothing is due. */
  async sweep(sweepers = 1): Promise<void> {
    const work = Array.from({ length: sweepers }, () => new Sweeper(this.database, this.moments, () => 0, 20).sweep());
    await Promise.all(work);
    await this.readOutbox();
  }

  private async readOutbox(): Promise<void> {
    const outbox = new OutboxReader(this.database);
    for (;;) {
      const batch = await outbox.read(1_000);
      if (batch.ids.length === 0) return;
      this.transitions.push(...batch.records.map((record) => CustomerTransition.decode(messageOf(record).value)));
      await outbox.remove(batch);
    }
  }

  /** As after a restart, or when the partition went to another process and came back. */
  restartLadder(): void {
    this.epoch++;
    this.memory = new LadderMemory(this.policies);
  }

  /** Rows of a query, for assertions. */
  async rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.database.query(statement(`rig ${text.slice(0, 40)} ${text.length}`, text), values) as Promise<Row[]>;
  }

  private runLadder(batch: readonly Received[], lost?: string[]): Promise<void> {
    const handle = ladderHandler({
      policies: this.policies,
      memory: this.memory,
      wallNow: () => 0,
      dayTurned: () => undefined,
    });
    const context = { topic: 'segmentation.month-amounts', partition: 0, epoch: String(this.epoch) };
    return this.database.transaction(async (tx) => {
      await handle(batch as never, tx, context);
      if (!lost) return;
      const known = new Set(this.transitions.map(({ id }) => id));
      const kept = await tx.query<{ id: string }>(KEPT);
      lost.push(
        ...kept
          .map(({ id }) => id)
          .filter((id) => !known.has(id))
          .sort(),
      );
      throw new Error('lost');
    });
  }

  private collect({ emits = [] }: Handled): void {
    for (const { event, payload } of emits as Emission<never>[]) {
      // Through bytes and back, as over Kafka: what does not fit its contract fails here.
      const decoded = event.decode(Buffer.from(JSON.stringify(payload)));
      if (event.type === CustomerTransition.type) this.transitions.push(decoded as Transition);
      else this.amounts.push(this.received(MonthAmountChanged, decoded as never));
    }
  }

  private received<T>(event: EventDefinition<T>, payload: T): Received<T> {
    const offset = String(this.offset++);
    return {
      event,
      payload,
      topic: event.topic,
      partition: 0,
      offset,
      timestamp: 0,
      traceparent: undefined,
      headers: {},
    };
  }
}
