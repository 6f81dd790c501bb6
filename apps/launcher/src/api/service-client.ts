import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';

/** An answer that is neither success nor worth another try. */
export class RequestRefused extends Error {
  override name = 'RequestRefused';
  constructor(
    readonly status: number,
    readonly body: string,
    what: string,
  ) {
    super(`${what} was answered with ${status}: ${body.slice(0, 500)}`);
  }
}

const RETRY_FOR_MS = 60_000;

/** Calls one service over kept connections; a service that is away or busy for a while is asked again for up to a minute. */
export class ServiceClient {
  private readonly pool: Pool;

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {
    this.pool = new Pool(url, { connections: 4, keepAliveTimeout: 30_000, headersTimeout: 60_000 });
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.call<T>('GET', path, undefined, signal);
  }

  put<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.call<T>('PUT', path, JSON.stringify(body), signal);
  }

  /** `json` is the body as text. */
  post<T>(path: string, json: string, signal?: AbortSignal): Promise<T> {
    return this.call<T>('POST', path, json, signal);
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async call<T>(method: Dispatcher.HttpMethod, path: string, body?: string, signal?: AbortSignal): Promise<T> {
    const deadline = performance.now() + RETRY_FOR_MS;
    const what = `${method} ${this.url}${path}`;
    const headers = { authorization: `Bearer ${this.apiKey}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
      signal?.throwIfAborted();
      try {
        const response = await this.pool.request({
          ...{ method, path, headers },
          ...(body === undefined ? {} : { body }),
          ...(signal ? { signal } : {}),
        });
        const text = await response.body.text();
        const status = response.statusCode;
        if (status < 300) return (text ? JSON.parse(text) : undefined) as T;
        if (status !== 429 && status < 500) throw new RequestRefused(status, text, what);
        if (performance.now() > deadline) throw new RequestRefused(status, text, what);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof RequestRefused) throw error;
        if (performance.now() > deadline)
          throw new Error(`${what} fails: ${(error as Error).message}`, { cause: error });
      }
      await sleep(pause, undefined, signal ? { signal } : {});
    }
  }
}
