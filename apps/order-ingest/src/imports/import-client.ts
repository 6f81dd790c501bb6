import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ShownImport } from './imports.controller.js';

/** Thrown when the service refuses a request or cannot be reached; the message is for people. */
export class ImportClientError extends Error {
  override name = 'ImportClientError';
}

/** order-ingest's import API, as the command line uses it. */
export class ImportClient {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  /** Uploads a file and begins its import. `onSent` is told the bytes sent so far. */
  start(file: string, map: string, dryRun: boolean, onSent: (bytes: number) => void): Promise<ShownImport> {
    const source = createReadStream(file);
    source.on('data', () => onSent(source.bytesRead));
    const body = Readable.toWeb(source) as ReadableStream<Uint8Array>;
    const path = `/v1/imports?map=${encodeURIComponent(map)}&dryRun=${dryRun}`;
    return this.send('POST', path, { body, duplex: 'half', headers: { 'content-type': 'application/octet-stream' } });
  }

  /** How far an import is. */
  get(id: string): Promise<ShownImport> {
    return this.send('GET', `/v1/imports/${id}`);
  }

  /** Asks an import to stop. */
  stop(id: string): Promise<ShownImport> {
    return this.send('DELETE', `/v1/imports/${id}`);
  }

  /** Keeps a column map and returns its name. */
  async putMap(document: { name?: unknown }): Promise<string> {
    const name = String(document.name);
    const headers = { 'content-type': 'application/json' };
    await this.send('PUT', `/v1/column-maps/${encodeURIComponent(name)}`, { body: JSON.stringify(document), headers });
    return name;
  }

  private async send<T>(method: string, path: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<T> {
    const headers = { ...init.headers, authorization: `Bearer ${this.apiKey}` };
    const response = await fetch(this.url + path, { ...init, method, headers }).catch((error: Error) => {
      const reason = (error.cause as Error | undefined)?.message ?? error.message;
      throw new ImportClientError(
        `${this.url} cannot be reached (${reason}); is order-ingest up? npm start brings it up`,
      );
    });
    const text = await response.text();
    if (!response.ok) throw new ImportClientError(wordProblem(response.status, text));
    return JSON.parse(text) as T;
  }
}

interface ProblemDocument {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly {
    readonly field: string;
    readonly value?: unknown;
    readonly rule: string;
    readonly remedy: string;
  }[];
}

function wordProblem(status: number, text: string): string {
  try {
    const { title = `refused with ${status}`, detail, errors = [] } = JSON.parse(text) as ProblemDocument;
    const faults = errors.map(({ field, value, rule, remedy }) => {
      return `  ${field}${value === undefined ? '' : ` ${JSON.stringify(value)}`} ${rule}: ${remedy}`;
    });
    return [detail ? `${title}: ${detail}` : title, ...faults].join('\n');
  } catch {
    return `order-ingest answered ${status}: ${text.slice(0, 200)}`;
  }
}
