import { OrderRecorded, type RecordedOrder } from '@orderweave/contracts';
import { TenantDirectory } from '@orderweave/domain-ordering';
import { createDataSource, Database, type DatabaseOptions, migrate, type Transaction } from '@orderweave/postgres';
import { testPostgres } from '@orderweave/testing';
import { INGEST_MIGRATIONS } from '../migrations/ingest-migrations.js';
import { judgeSubmission } from '../orders/judge-submission.js';
import { OrderGate } from '../orders/order-gate.js';
import { OrderHeadStore } from '../orders/order-head.store.js';
import type { GateResult } from '../orders/submission.js';
import { QuarantineBulk } from './quarantine-bulk.js';
import { QuarantineDeedStore } from './quarantine-deed.store.js';
import { QuarantineDesk } from './quarantine-desk.js';
import { QuarantineListStore } from './quarantine-list.store.js';
import { QuarantineRedriver } from './quarantine-redriver.js';
import { QuarantineStore } from './quarantine.store.js';

/** Where a process may end: after so many statements of a transaction, or between its commit and the answer. */
export type Crash = number | 'unanswered' | undefined;

/** Thrown where the process would have ended. */
export class CrashError extends Error {
  override name = 'CrashError';
}

/** A database whose next transaction ends as a process that is killed would end it; keeps what committed transactions published. */
class MortalDatabase extends Database {
  crash: Crash;
  readonly published: RecordedOrder[] = [];

  constructor(options: DatabaseOptions) {
    super(options);
  }

  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { crash } = this;
    this.crash = undefined;
    const orders: RecordedOrder[] = [];
    const result = await super.transaction(async (tx) => {
      let left = typeof crash === 'number' ? crash : Infinity;
      const { query, execute, publish } = tx;
      const step = (): void => {
        if (left-- <= 0) throw new CrashError();
      };
      tx.query = (...args) => (step(), query.apply(tx, args)) as never;
      tx.execute = (...args) => (step(), execute.apply(tx, args));
      tx.publish = (emissions) => {
        for (const { event, payload } of emissions) if (event === OrderRecorded) orders.push(payload as RecordedOrder);
        publish.call(tx, emissions);
      };
      const done = await work(tx);
      tx.query = query;
      step();
      return done;
    });
    this.published.push(...orders);
    if (crash === 'unanswered') throw new CrashError();
    return result;
  }
}

/** Gate, quarantine and its desk on PostgreSQL. */
export async function openQuarantine() {
  const schema = await testPostgres();
  const source = createDataSource({ url: schema.url, migrations: INGEST_MIGRATIONS });
  await migrate(source);
  await source.destroy();
  const database = new MortalDatabase({ url: schema.url });
  const tenants = TenantDirectory.parse([{ tenant: 'default' }]);
  const entries = new QuarantineStore();
  const deeds = new QuarantineDeedStore();
  const gate = new OrderGate(new OrderHeadStore(), entries);
  const redriver = new QuarantineRedriver(database, tenants, gate, deeds);
  const list = new QuarantineListStore();
  return {
    database,
    entries,
    deeds,
    list,
    desk: new QuarantineDesk(database, entries, deeds, redriver),
    bulk: new QuarantineBulk(database, list, redriver),
    /** Sends one document to the gate, as over HTTP. */
    async send(document: Buffer, channels: readonly string[] = ['*']): Promise<GateResult> {
      const submission = { settings: tenants.get('default'), source: 'http', original: () => document, channels };
      const now = Date.now();
      const judged = judgeSubmission({ ...submission, value: JSON.parse(document.toString()) as unknown }, now);
      const [result] = await database.transaction((tx) => gate.admit(tx, [judged], now));
      return result!;
    },
    async close() {
      await database.close();
      await schema.drop();
    },
  };
}
