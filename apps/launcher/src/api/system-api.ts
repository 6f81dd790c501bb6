import { formatDay, localDay, type Month } from '@orderweave/domain-ordering';
import { SERVICES, serviceUrl, type ServiceName } from '../services/service-catalogue.js';
import { RequestRefused, ServiceClient } from './service-client.js';

/** What became of one order of a batch. */
export interface OrderResult {
  result: 'accepted' | 'duplicate' | 'stale' | 'quarantined';
}

/** How far a service is behind. */
export interface ServiceProgress {
  drained: boolean;
  /** Records by topic. */
  lag: Record<string, number>;
  outbox: number;
  pending?: Record<string, number>;
}

/** Customers by tier in a month. */
export type TierCounts = Record<'A' | 'B' | 'C' | 'D', number>;

/** An alert, as far as it is shown. */
export interface ShownAlert {
  id: string;
  severity: string;
  /** The local day on which it became true, YYYY-MM-DD. */
  day: string;
  title: string;
}

/** A tenant's clock as it is set. */
export type ClockSetting = { mode: 'manual'; now: string } | { mode: 'wall' };

type ReceivedAlert = Pick<ShownAlert, 'id' | 'severity' | 'title'> & { effectiveAt: string };

/** How the services are reached and what is asked of them. */
export interface ApiOptions {
  apiKey: string;
  portOffset: number;
  /** Of texts that people read. */
  language: 'zh' | 'en';
  /** IANA zone of the tenant's days. */
  timeZone: string;
}

/** The public APIs of the four services, as far as the launcher uses them. */
export class SystemApi {
  private readonly clients: Record<ServiceName, ServiceClient>;

  constructor(private readonly options: ApiOptions) {
    const { apiKey, portOffset } = options;
    const entries = SERVICES.map(({ name }) => [name, new ServiceClient(serviceUrl(name, portOffset), apiKey)]);
    this.clients = Object.fromEntries(entries) as Record<ServiceName, ServiceClient>;
  }

  /** Sends a batch of orders (JSON texts). */
  async postOrders(orders: readonly string[], signal?: AbortSignal): Promise<readonly OrderResult[]> {
    const body = `{"orders":[${orders.join(',')}]}`;
    try {
      const { results } = await this.clients['order-ingest'].post<{ results: OrderResult[] }>(
        '/v1/orders',
        body,
        signal,
      );
      return results;
    } catch (error) {
      // An order that comes alone is refused by status; it is in quarantine all the same.
      if (orders.length === 1 && error instanceof RequestRefused && error.status === 422)
        return [{ result: 'quarantined' }];
      throw error;
    }
  }

  /** Waits up to `waitMs` for the service to be drained, and says how far it is. */
  progress(service: ServiceName, waitMs: number, signal?: AbortSignal): Promise<ServiceProgress> {
    return this.clients[service].get(`/v1/progress?wait=${waitMs}`, signal);
  }

  /** Moves or frees the tenant's clock. */
  async setClock(clock: ClockSetting, signal?: AbortSignal): Promise<void> {
    await this.clients.segmentation.put('/v1/clock', clock, signal);
  }

  /** Customers by tier as a closed month was frozen; undefined for a month in which there was nothing to freeze. */
  async finalTiers(month: Month, signal?: AbortSignal): Promise<TierCounts | undefined> {
    const path = `/v1/months/${month}/tiers?basis=final`;
    try {
      return readTierCounts(await this.clients.segmentation.get(path, signal));
    } catch (error) {
      if (error instanceof RequestRefused && error.status === 409) return undefined;
      throw error;
    }
  }

  /** The newest alerts, newest first. */
  async latestAlerts(limit: number, signal?: AbortSignal): Promise<readonly ShownAlert[]> {
    const { language, timeZone } = this.options;
    const path = `/v1/alerts?limit=${limit}&locale=${language === 'zh' ? 'zh-CN' : 'en'}`;
    const { items } = await this.clients.notification.get<{ items: readonly ReceivedAlert[] }>(path, signal);
    return items.map(({ id, severity, title, effectiveAt }) => {
      return { id, severity, title, day: formatDay(localDay(Date.parse(effectiveAt), timeZone)) };
    });
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.clients).map((client) => client.close()));
  }
}

/** `{ tiers: [{ tier, customers }] }` as counts. */
export function readTierCounts(body: { tiers?: readonly { tier: string; customers: number }[] }): TierCounts {
  const of = (tier: string) => body.tiers?.find((one) => one.tier === tier)?.customers ?? 0;
  return { A: of('A'), B: of('B'), C: of('C'), D: of('D') };
}
