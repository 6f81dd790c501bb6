import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as a tool sees it. */
export interface ToolCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What a tool says; `accepted` is told to nobody but the spec. */
export interface ToolAnswer {
  readonly accepted: boolean;
  /** Of the talk beside messages: a token was given, a repetition was not shown. */
  readonly aside?: boolean;
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a tool judges a call, given the moments of those that it accepted before. */
export type ToolRules = (call: ToolCall, accepted: readonly number[]) => ToolAnswer;

/** A tool that enforces its documented limits. */
export interface FakeTool {
  /** `http://127.0.0.1:<port>` */
  readonly base: string;
  readonly accepted: ToolCall[];
  readonly asides: ToolCall[];
  readonly refused: { call: ToolCall; answer: ToolAnswer }[];
  /** Answers like this instead, until it is unset. */
  override: ToolRules | undefined;
  close(): Promise<void>;
}

/** Starts a tool on a free port of this machine. */
export async function startFakeTool(rules: ToolRules): Promise<FakeTool> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', tool.base);
      const headers = request.headers as Record<string, string>;
      const call = {
        method: request.method ?? '',
        url,
        headers,
        body: Buffer.concat(chunks).toString(),
        at: Date.now(),
      };
      const moments = tool.accepted.map(({ at }) => at);
      const answer = (tool.override ?? rules)(call, moments);
      if (answer.accepted) tool.accepted.push(call);
      else if (answer.aside) tool.asides.push(call);
      else tool.refused.push({ call, answer });
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const tool: FakeTool = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted: [],
    asides: [],
    refused: [],
    override: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return tool;
}

/** Whether one more call now would be more than so many in so long. */
export function tooMany(accepted: readonly number[], now: number, messages: number, perMs: number): boolean {
  return accepted.filter((at) => at > now - perMs).length >= messages;
}

/** Every text that ends up as an address somewhere in a document. */
export function addressesIn(document: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(document, (name, value: unknown) => {
    if (/^(url|actionURL)$/.test(name) && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}
