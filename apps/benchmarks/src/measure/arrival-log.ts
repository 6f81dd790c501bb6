import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver of webhooks that takes down when each call came. */
export class ArrivalLog {
  /** Epoch milliseconds, in the order in which they came. */
  readonly arrivals: number[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.arrivals.push(Date.now());
    request.resume();
    response.writeHead(204).end();
  });

  /** Listens on a free port. */
  static async listen(): Promise<ArrivalLog> {
    const log = new ArrivalLog();
    log.server.listen(0, '127.0.0.1');
    await once(log.server, 'listening');
    return log;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The most arrivals in any window of so many milliseconds. */
  static most(arrivals: readonly number[], windowMs: number): number {
    let most = 0;
    for (let first = 0, last = 0; last < arrivals.length; last++) {
      while (arrivals[last]! - arrivals[first]! >= windowMs) first++;
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
