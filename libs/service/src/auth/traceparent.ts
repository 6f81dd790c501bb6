import { randomBytes } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { RequestWithCaller } from './caller.js';

const W3C = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The request's W3C `traceparent`; a new trace where it has none, or none that is valid. */
export function traceparentOf(header: string | string[] | undefined): string {
  if (typeof header === 'string' && W3C.test(header)) return header;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** The `traceparent` to pass on with what a request causes, as a parameter of a controller's method. */
export const Traceparent = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  traceparentOf(context.switchToHttp().getRequest<RequestWithCaller>().headers['traceparent']),
);
