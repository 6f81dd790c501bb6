import {
  CustomerActivity,
  CustomerProfiled,
  type Activity,
  type Profile,
  type RecordedOrder,
} from '@orderweave/contracts';
import { DEFAULT_IDENTITY_POLICY, type IdentityPolicy } from '@orderweave/domain-network';
import { createDataSource, Database, migrate, type Emission } from '@orderweave/postgres';
import { CUSTOMER_PROFILE_MIGRATIONS } from '../migrations/customer-profile-migrations.js';
import { applyOrdersTo } from './apply-orders.handler.js';
import { NetworkWriter } from './network-writer.js';
import { OrderIds } from './order-ids.js';
import { received } from './recorded-order.fixture.js';

const TABLES = [
  'customer',
  'identifier',
  'identifier_link',
  'purchase_order',
  'order_line',
  'product',
  'contact_point',
];

/** The network's tables in a schema of their own, and the handler on top. */
export async function openNetwork(
  postgres: { readonly url: string; drop(): Promise<void> },
  policy: IdentityPolicy = DEFAULT_IDENTITY_POLICY,
) {
  const source = createDataSource({ url: postgres.url, migrations: CUSTOMER_PROFILE_MIGRATIONS });
  await migrate(source);
  await source.destroy();
  const database = new Database({ url: postgres.url, connections: 8 });
  const newHandler = () => applyOrdersTo({ policy, ids: new OrderIds(), writer: new NetworkWriter() });
  let handler = newHandler();
  const ledger = new Ledger();
  return {
    database,
    ledger,
    /** Handles one batch in one transaction, as the engine does, and retries what is transient. */
    async apply(...orders: RecordedOrder[]): Promise<readonly Emission[]> {
      const handled = await database.transaction((tx) => handler(received(...orders), tx));
      for (const { payload, event } of handled.emits ?? []) ledger.take(event.type, payload);
      return handled.emits ?? [];
    },
    async clear() {
      handler = newHandler();
      ledger.clear();
      // Deleting a few rows is much faster than TRUNCATE, which makes new files.
      await database.pool.query(TABLES.map((table) => `DELETE FROM ${table}`).join(';'));
    },
    async close() {
      await database.close();
      await postgres.drop();
    },
  };
}

/** What a reader of customers.activity knows: of each customer and order the greatest version. */
export class Ledger {
  readonly activities = new Map<string, Activity>();
  readonly profiles = new Map<string, Profile>();

  take(type: string, payload: unknown): void {
    if (type === CustomerActivity.type) {
      const activity = payload as Activity;
      const key = `${activity.customerId} ${activity.order}`;
      if ((this.activities.get(key)?.version ?? 0) < activity.version) this.activities.set(key, activity);
    }
    if (type === CustomerProfiled.type) {
      const profile = payload as Profile;
      if ((this.profiles.get(profile.customerId)?.version ?? 0) < profile.version)
        this.profiles.set(profile.customerId, profile);
    }
  }

  clear(): void {
    this.activities.clear();
    this.profiles.clear();
  }
}
