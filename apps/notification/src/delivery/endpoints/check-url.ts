import { Problem } from '@orderweave/service';

/**
 * Checks what can be said of an endpoint's address before it is called; what it resolves to is checked at each connection.
 * Throws a `Problem` (400) that names the fault. Plain http is for private addresses in development alone.
 */
export function checkUrl(text: string, allowPrivate: boolean): string {
  const refuse = (rule: string, remedy: string): Problem => {
    const faults = [{ field: 'url', value: text, rule, remedy }];
    return new Problem({ status: 400, code: 'invalid-request', title: 'The endpoint cannot be used', faults });
  };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw refuse('url', 'give an absolute URL, such as https://example.com/hooks/orderweave');
  const schemes = allowPrivate ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) throw refuse('scheme', 'use https');
  if (url.username || url.password) throw refuse('credentials', 'leave user and password out of it');
  return url.href;
}
