const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * The bytes of each order in a request's body, as they were sent: `[…]` or `{"orders": […]}`. Numbers and repeated fields would not
 * survive being parsed and written again. The body must be JSON that has been parsed before.
 */
export function sliceJsonItems(body: Buffer): Buffer[] {
  const start = skipSpace(body, 0);
  if (body[start] === 0x5b) return elementsOf(body, start);
  let orders = -1;
  for (const { key, at } of membersOf(body, start)) if (key === 'orders') orders = at;
  return orders < 0 ? [] : elementsOf(body, orders);
}

function elementsOf(body: Buffer, bracket: number): Buffer[] {
  const elements: Buffer[] = [];
  let at = skipSpace(body, bracket + 1);
  while (at < body.length && !CLOSE.has(body[at] ?? 0)) {
    const end = skipValue(body, at);
    elements.push(body.subarray(at, end));
    at = skipSpace(body, end);
    if (body[at] === COMMA) at = skipSpace(body, at + 1);
  }
  return elements;
}

function* membersOf(body: Buffer, brace: number): Generator<{ key: string; at: number }> {
  let at = skipSpace(body, brace + 1);
  while (at < body.length && !CLOSE.has(body[at] ?? 0)) {
    const keyEnd = skipValue(body, at);
    const key = JSON.parse(body.toString('utf8', at, keyEnd)) as string;
    at = skipSpace(body, keyEnd);
    if (body[at] === COLON) at = skipSpace(body, at + 1);
    yield { key, at };
    at = skipSpace(body, skipValue(body, at));
    if (body[at] === COMMA) at = skipSpace(body, at + 1);
  }
}

/** Index just behind the value that begins at `at`. */
function skipValue(body: Buffer, at: number): number {
  let depth = 0;
  for (let index = at; index < body.length; index += 1) {
    const byte = body[index] ?? 0;
    if (byte === QUOTE) index = skipText(body, index);
    else if (OPEN.has(byte)) depth += 1;
    else if (CLOSE.has(byte)) depth -= 1;
    else if (depth > 0 || !endsScalar(body[index + 1])) continue;
    if (depth < 0) return index;
    if (depth === 0) return index + 1;
  }
  return body.length;
}

/** Index of the quote that ends a text. */
function skipText(body: Buffer, quote: number): number {
  let index = quote + 1;
  while (index < body.length && body[index] !== QUOTE) index += body[index] === BACKSLASH ? 2 : 1;
  return index;
}

function endsScalar(next: number | undefined): boolean {
  return next === undefined || next <= 0x20 || next === COMMA || CLOSE.has(next);
}

function skipSpace(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length && (body[at] ?? 0) <= 0x20) at += 1;
  return at;
}
