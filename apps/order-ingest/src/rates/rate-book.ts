import type { TenantDirectory } from '@orderweave/domain-ordering';
import type { Database } from '@orderweave/postgres';
import type { ExchangeRateStore } from './exchange-rate.store.js';

/**
 * Keeps the rates of the tenants' settings those of the table, for whoever converts an order. What another process states comes with the
 * next `refresh`; an order that was judged before that waits for a moment, and is valued like any other that waits.
 */
export class RateBook {
  private readonly versions = new Map<string, string>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    readonly tenants: TenantDirectory,
    private readonly store: ExchangeRateStore,
  ) {}

  /** Writes the configured rates into the table, and takes over what it has. Comes before anybody converts an order. */
  async open(): Promise<void> {
    for (const { tenant, rates } of this.tenants.all())
      await this.database.transaction((tx) => this.store.configure(tx, tenant, rates));
    await this.refresh();
  }

  /** Takes over the rates of tenants for whom any was stated; resolves when the settings have them. */
  refresh(): Promise<void> {
    // One after the other, so that an older reading never replaces a newer one.
    return (this.last = this.last.catch(() => undefined).then(() => this.takeOver()));
  }

  private async takeOver(): Promise<void> {
    for (const [tenant, version] of await this.store.versions(this.database)) {
      if (this.versions.get(tenant) === version || !this.tenants.has(tenant)) continue;
      this.tenants.restateRates(tenant, await this.store.load(this.database, tenant));
      this.versions.set(tenant, version);
    }
  }
}
