import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const BODY_LIMIT = 10 << 20;

/**
 * How bodies come in: JSON as the bytes that were sent (they are hashed, and kept when refused), files as a stream. Must run
 * before Nest adds its own parsers.
 */
export function takeBodies(adapter: FastifyAdapter): void {
  adapter.useBodyParser('application/json', false, { bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );
  const server = adapter.getInstance() as unknown as FastifyInstance;
  const types = ['text/csv', 'application/gzip', 'application/x-gzip', 'application/octet-stream'];
  const passOn = (_request: FastifyRequest, payload: unknown, done: (error: null, body: unknown) => void): void =>
    done(null, payload);
  server.addContentTypeParser(types, { bodyLimit: Number.MAX_SAFE_INTEGER }, passOn);
}
