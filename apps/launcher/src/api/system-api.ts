import type { Month } from '@orderweave/domain-ordering';
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
  at: string;
  title: string;
}

/** A tenant's clock as it is set. */
export type ClockSetting = { mode: 'manual'; now: string } | { mode: 'wall' };

/** The public APIs of the four services, as far as the launcher uses them. */
export class SystemApi {
  private readonly clients: Record<ServiceName, ServiceClient>;

  constructor(
    apiKey: string,
    portOffset: number,
    private readonly language: 'zh' | 'en' = 'en',
  ) {
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

  /** Customers by tier as a closed month was frozen. */
  async finalTiers(month: Month, signal?: AbortSignal): Promise<TierCounts> {
    const path = `/v1/months/${month}/tiers?basis=final`;
    return readTierCounts(await this.clients.segmentation.get(path, signal));
  }

  /** The newest alerts, newest first. */
  async latestAlerts(limit: number, signal?: AbortSignal): Promise<readonly ShownAlert[]> {
    const path = `/v1/alerts?limit=${limit}&lang=${this.language}`;
    return readAlerts(await this.clients.notification.get(path, signal));
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

function readAlerts(body: { items?: readonly Record<string, unknown>[] }): ShownAlert[] {
  return (body.items ?? []).map((alert) => ({
    id: String(alert['id']),
    severity: String(alert['severity']),
    at: String(alert['at']),
    title: String(alert['title']),
  }));
}
