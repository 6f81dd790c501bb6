import type { FastifyInstance } from 'fastify';
import { languageFor } from './wording-query.js';
import { wordPlatformProblem, type ProblemDocument } from './word-platform-problem.js';

/**
 * Tells faults that are found before any handler is asked (keys, roles, fields, cursors, addresses) in the language of `locale` or of
 * Accept-Language, as they are sent: guards and the parsing of bodies come before whatever Nest lets a module wrap around its handlers.
 */
export function tellPlatformProblems(server: Pick<FastifyInstance, 'addHook'>): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json');
    const { locale } = (request.query ?? {}) as { locale?: unknown };
    const chinese = isProblem && languageFor(locale, request.headers['accept-language']) === 'zh-CN';
    if (!chinese || typeof payload !== 'string') return done(null, payload);
    const worded = wordPlatformProblem(JSON.parse(payload) as ProblemDocument);
    done(null, worded ? JSON.stringify(worded) : payload);
  });
}
