import { createHash } from 'node:crypto';
import type { AppChannel, AppTarget, AppToken, OutgoingRequest } from '@orderweave/domain-notification';
import { postMessage, type Sent } from './post-message.js';
import type { SendOptions } from './post-once.js';

/** A token, or what came of asking for one. */
export type TokenResult = { readonly token: string } | { readonly failed: Sent };

interface Kept {
  readonly result: TokenResult;
  /** Epoch milliseconds: not used from then on. */
  readonly until: number;
}

/** A token is given up a minute before it ends, one of a short life a tenth of it before. */
const MARGIN_MS = 60_000;
/** Credentials that are refused are not tried again at once: WeCom locks out who asks for tokens all the time. */
const REFUSED_MS = 5_000;

/** The tokens of apps by their credentials, in this process alone: asked for when one is needed, once at a time, and never written down. */
export class AppTokens {
  private readonly kept = new Map<string, Kept>();
  private readonly asked = new Map<string, Promise<TokenResult>>();

  /** The token of a target's app: the one that is known, else a new one. Never throws. */
  async take(tool: AppChannel, target: AppTarget, options: SendOptions): Promise<TokenResult> {
    const request = tool.askToken(target);
    const key = keyOf(request);
    const kept = this.kept.get(key);
    if (kept && options.now < kept.until) return kept.result;
    let asked = this.asked.get(key);
    if (!asked) {
      asked = this.ask(tool, { request, key }, options).finally(() => this.asked.delete(key));
      this.asked.set(key, asked);
    }
    return asked;
  }

  /** Forgets a token that the tool refused, unless another has taken its place. */
  forget(tool: AppChannel, target: AppTarget, token: string): void {
    const key = keyOf(tool.askToken(target));
    const result = this.kept.get(key)?.result;
    if (result && 'token' in result && result.token === token) this.kept.delete(key);
  }

  private async ask(
    tool: AppChannel,
    { request, key }: { request: OutgoingRequest; key: string },
    options: SendOptions,
  ): Promise<TokenResult> {
    let got: AppToken | undefined;
    const sent = await postMessage(
      request,
      (answer) => {
        const read = tool.readToken(answer);
        if ('kind' in read) return read;
        got = read;
        return { kind: 'accepted' };
      },
      options,
    );
    const { verdict } = sent;
    this.dropOver(options.now);
    if (got) {
      const lifeMs = got.lifeMs - Math.min(MARGIN_MS, got.lifeMs / 10);
      return this.keep(key, { token: got.token }, options.now + lifeMs);
    }
    const reason = `no token: ${verdict.kind === 'accepted' ? 'none was given' : verdict.reason}`;
    // Credentials can be mended; a message is not to be given up for them, nor an endpoint.
    const failed: Sent = { ...sent, verdict: { ...verdict, kind: 'retry', reason } };
    // Who did not answer may do so at the next attempt.
    return sent.status === null ? { failed } : this.keep(key, { failed }, options.now + REFUSED_MS);
  }

  private keep(key: string, result: TokenResult, until: number): TokenResult {
    this.kept.set(key, { result, until });
    return result;
  }

  private dropOver(now: number): void {
    for (const [key, { until }] of this.kept) if (until <= now) this.kept.delete(key);
  }
}

/** Names credentials without holding them. */
function keyOf({ url, body }: OutgoingRequest): string {
  return createHash('sha256').update(`${url}\n${body}`).digest('base64');
}
