import { OrderRecorded, type OrderSubmission, type RecordedOrder } from '@orderweave/contracts';
import { type ExchangeRate, TenantDirectory, type TenantSettings, tenantSettings } from '@orderweave/domain-ordering';
import { createDataSource, Database, migrate, type Transaction } from '@orderweave/postgres';
import { testPostgres } from '@orderweave/testing';
import { INGEST_MIGRATIONS } from '../migrations/ingest-migrations.js';
import { judgeSubmission } from '../orders/judge-submission.js';
import { OrderGate } from '../orders/order-gate.js';
import { OrderHeadStore } from '../orders/order-head.store.js';
import { QuarantineStore } from '../quarantine/quarantine.store.js';
import { ExchangeRateStore } from './exchange-rate.store.js';
import { OrderValuer } from './order-valuer.js';
import { RateBook } from './rate-book.js';
import { BEFORE_ALL, type WaitingPlace, WaitingOrderStore } from './waiting-order.store.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
export const TENANT = 'default';

/** Gate, rates and valuing on PostgreSQL, with all that was ever published; a restart keeps the tables alone. */
export async function openRates() {
  const schema = await testPostgres();
  const source = createDataSource({ url: schema.url, migrations: INGEST_MIGRATIONS });
  await migrate(source);
  await source.destroy();
  const database = new Database({ url: schema.url });
  const published: RecordedOrder[] = [];
  const recording = recordInto(database, published);
  const gate = new OrderGate(new OrderHeadStore(), new QuarantineStore());
  const store = new WaitingOrderStore();
  const kept = new ExchangeRateStore();
  let tenants = new TenantDirectory([]);
  let valuer = new OrderValuer(recording, tenants, store);
  let book = new RateBook(database, tenants, kept);
  const judge = (order: OrderSubmission) =>
    judgeSubmission(
      { settings: tenants.get(TENANT), source: 'http', value: order, original: () => Buffer.of(), channels: ['*'] },
      NOW,
    );
  const rig = {
    database,
    store,
    published,
    settings: (): TenantSettings => tenants.get(TENANT),
    admitWithin: (tx: Transaction, orders: readonly OrderSubmission[]) => gate.admit(tx, orders.map(judge), NOW),
    admit: (orders: readonly OrderSubmission[]) => recording.transaction((tx) => rig.admitWithin(tx, orders)),
    recording,
    async state(rates: readonly ExchangeRate[]) {
      await rig.stateElsewhere(rates);
      await book.refresh();
    },
    refresh: () => book.refresh(),
    /** States rates as another process does: they stand in the table, and nobody here is told. */
    stateElsewhere: (rates: readonly ExchangeRate[]) =>
      database.transaction((tx) => kept.put(tx, TENANT, rates, 'somebody')),
    async restart(rates: readonly ExchangeRate[]) {
      tenants = new TenantDirectory([tenantSettings({ tenant: TENANT, rates })]);
      valuer = new OrderValuer(recording, tenants, store);
      book = new RateBook(database, tenants, kept);
      await book.open();
    },
    /** One batch of the first range that has any, from its beginning; whether there was one. */
    async valueOne(): Promise<boolean> {
      const [range] = await valuer.due();
      return range !== undefined && (await valuer.valueBatch(range)) !== undefined;
    },
    async valueAll() {
      for (const range of await valuer.due())
        for (let place: WaitingPlace | undefined = BEFORE_ALL; place;) place = await valuer.valueBatch(range, place);
    },
    async waiting(): Promise<string[]> {
      const all = { tenant: TENANT, first: '', behind: '~' };
      const rows = await store.list(database, all, { channels: undefined, after: BEFORE_ALL, limit: 10_000 });
      return rows.map(({ waiting_for, external_id }) => `${external_id} ${waiting_for}`).sort();
    },
    async clear() {
      published.length = 0;
      const tables = ['order_head', 'exchange_rate', 'rate_book', 'outbox'];
      await database.pool.query(tables.map((table) => `DELETE FROM ${table}`).join(';'));
      await rig.restart([]);
    },
    async close() {
      await database.close();
      await schema.drop();
    },
  };
  await rig.restart([]);
  return rig;
}

/** A database that notes the orders which its transactions published, once they have committed. */
function recordInto(database: Database, published: RecordedOrder[]): Database {
  const transaction: Database['transaction'] = (work) =>
    database.transaction((tx) => {
      const publish = tx.publish.bind(tx);
      tx.publish = (emissions) => {
        const orders = emissions.flatMap(({ event, payload }) =>
          event === OrderRecorded ? [payload as RecordedOrder] : [],
        );
        tx.onCommit(() => published.push(...orders));
        publish(emissions);
      };
      return work(tx);
    });
  return Object.assign(Object.create(database) as Database, { transaction });
}
