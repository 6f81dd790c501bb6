import type { OutgoingRequest } from '@orderweave/domain-notification';
import { hideToken } from '../endpoints/shown-address.js';

const MOST = 4_000;
/** Capabilities and proofs within a body: links that act, signatures, headers of authorization. */
const SECRETS: readonly [RegExp, string][] = [
  [/\/a\?t=[\w-]+\.[\w-]+/g, '/a?t=…'],
  [/("(?:sign|signature|password|apikey|api_key|appkey|authorization|\w*secret|\w*token)"\s*:\s*)"[^"]*"/gi, '$1"…"'],
];

/** A request as it may be kept: without tokens, signatures and links that act; the beginning of its body. */
export function redactRequest({ method, url, body }: Pick<OutgoingRequest, 'method' | 'url' | 'body'>): string {
  return `${method ?? 'POST'} ${hideToken(url)}\n${redactText(body)}`;
}

/** A text without what in it is a secret; its beginning. */
export function redactText(text: string): string {
  const clean = SECRETS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
  // PostgreSQL takes no zero characters.
  return clean.slice(0, MOST).replaceAll('\u0000', '');
}
