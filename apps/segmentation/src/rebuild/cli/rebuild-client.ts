import type { RebuildResponse, RebuildsResponse } from '../rebuild-responses.js';
import type { RebuildWish } from '../rebuilds.js';

/** Thrown when the service refuses a request or cannot be reached; the message is for people. */
export class RebuildClientError extends Error {
  override name = 'RebuildClientError';
}

/** The API of rebuilds, as the command line uses it. */
export class RebuildClient {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  /** The newest rebuild; undefined when there never was one. */
  async newest(): Promise<RebuildResponse | undefined> {
    return (await this.send<RebuildsResponse>('GET', '?limit=1')).items[0];
  }

  /** Begins one. */
  begin(): Promise<RebuildResponse> {
    return this.send('POST', '');
  }

  /** How far one is. */
  read(id: number): Promise<RebuildResponse> {
    return this.send('GET', `/${id}`);
  }

  /** Passes on a wish. */
  ask(id: number, wish: Exclude<RebuildWish, 'discard'>): Promise<RebuildResponse> {
    return this.send('POST', `/${id}/${wish}`);
  }

  private async send<T>(method: string, path: string): Promise<T> {
    const headers = { authorization: `Bearer ${this.apiKey}` };
    const response = await fetch(`${this.url}/v1/rebuilds${path}`, { method, headers }).catch((error: Error) => {
      const reason = (error.cause as Error | undefined)?.message ?? error.message;
      throw new RebuildClientError(
        `${this.url} cannot be reached (${reason}); is segmentation up? npm start brings it up`,
      );
    });
    const text = await response.text();
    if (!response.ok) throw new RebuildClientError(wordProblem(response.status, text));
    return JSON.parse(text) as T;
  }
}

function wordProblem(status: number, text: string): string {
  try {
    const { title = `refused with ${status}`, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return detail ? `${title}: ${detail}` : title;
  } catch {
    return `segmentation answered ${status}: ${text.slice(0, 200)}`;
  }
}
