import { type ExchangeRate, parseTenantSettings, type TenantSettings } from './tenant-settings.js';

/** The tenants that a service works for, by id. */
export class TenantDirectory {
  private readonly byId: Map<string, TenantSettings>;

  constructor(settings: readonly TenantSettings[]) {
    this.byId = new Map(settings.map((one) => [one.tenant, one]));
  }

  /** Reads the settings document; throws `TenantSettingsError` with every fault. */
  static parse(json: unknown): TenantDirectory {
    return new TenantDirectory(parseTenantSettings(json));
  }

  /** The settings of a tenant; throws `RangeError` for one that is not configured. */
  get(tenant: string): TenantSettings {
    const settings = this.byId.get(tenant);
    if (!settings) throw new RangeError(`tenant "${tenant}" is not configured; add it to TENANTS`);
    return settings;
  }

  has(tenant: string): boolean {
    return this.byId.has(tenant);
  }

  /** Lets a tenant have these rates from now on instead of those that it had; settings handed out before keep theirs. */
  restateRates(tenant: string, rates: readonly ExchangeRate[]): void {
    this.byId.set(tenant, Object.freeze({ ...this.get(tenant), rates }));
  }

  all(): TenantSettings[] {
    return [...this.byId.values()];
  }
}
