import { createServer, type IncomingMessage, type Server } from 'node:http';
import { freePort } from '@orderweave/engines';
import type { OrderSubmission } from '@orderweave/contracts';
import { SERVICES, type ServiceName } from '../services/service-catalogue.js';

/** One request that changed something, in the order of arrival. */
export type Seen =
  | { what: 'orders'; ids: string[] }
  | { what: 'clock'; mode: string; now?: string }
  | { what: 'drained'; service: ServiceName };

const ALERT = { id: 'a1', severity: 'critical', title: 'A → D', effectiveAt: '2026-01-31T16:00:00.000Z' };

/** The four services' APIs as far as the launcher uses them: orders are counted, progress takes two looks to be drained. */
export class FakeSystem {
  readonly seen: Seen[] = [];
  readonly authorizations = new Set<string | undefined>();
  portOffset = 0;
  /** Answers to the next requests in place of the right ones. */
  readonly failNext: number[] = [];
  private readonly servers: Server[] = [];
  private readonly busy = new Set<ServiceName>();
  private clock: string | undefined;

  async start(): Promise<void> {
    this.portOffset = (await freePort(4)) - 4101;
    for (const { name, port } of SERVICES) {
      const server = createServer((request, response) => {
        void this.answer(name, request).then(([status, body]) => {
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        });
      });
      await new Promise<void>((resolve) => server.listen(port + this.portOffset, '127.0.0.1', resolve));
      this.servers.push(server);
    }
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private async answer(name: ServiceName, request: IncomingMessage): Promise<[status: number, body: unknown]> {
    const text = (await request.toArray()).join('');
    this.authorizations.add(request.headers.authorization);
    const failure = this.failNext.shift();
    if (failure !== undefined) return [failure, { title: 'not now' }];
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const route = `${request.method} ${pathname}`;
    if (route === 'POST /v1/orders') return this.takeOrders((JSON.parse(text) as { orders: OrderSubmission[] }).orders);
    if (route === 'PUT /v1/clock') return this.moveClock(JSON.parse(text) as { mode: string; now?: string });
    if (route === 'GET /v1/progress') return this.progress(name);
    if (pathname.endsWith('/tiers'))
      return [
        200,
        {
          tiers: [
            { tier: 'A', customers: 2 },
            { tier: 'D', customers: 7 },
          ],
        },
      ];
    if (pathname === '/v1/alerts') return [200, { items: [ALERT], next: null }];
    return [404, {}];
  }

  private takeOrders(orders: OrderSubmission[]): [number, unknown] {
    this.seen.push({ what: 'orders', ids: orders.map(({ externalId }) => externalId) });
    for (const { name } of SERVICES) this.busy.add(name);
    return [202, { results: orders.map((_order, index) => ({ index, result: 'accepted' })) }];
  }

  private moveClock(clock: { mode: string; now?: string }): [number, unknown] {
    if (clock.now !== undefined && this.clock !== undefined && clock.now < this.clock)
      return [409, { title: 'backwards' }];
    this.clock = clock.now ?? this.clock;
    this.seen.push({ what: 'clock', ...clock });
    this.busy.add('segmentation').add('notification');
    return [200, clock];
  }

  private progress(service: ServiceName): [number, unknown] {
    const drained = !this.busy.delete(service);
    if (drained) this.seen.push({ what: 'drained', service });
    return [200, { drained, lag: { topic: drained ? 0 : 3 }, outbox: drained ? 0 : 2, pending: {} }];
  }
}
