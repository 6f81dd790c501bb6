import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isTransient } from '@orderweave/postgres';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Problem } from './problem.js';

/** Answers every error as RFC 9457 problem details; what is our own fault is logged and says nothing of the inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.toProblem(error);
    const { method, url } = http.getRequest<FastifyRequest>();
    if (problem.parts.status >= 500) this.log.error({ err: error, method, url }, 'request failed');
    if (reply.sent) return;
    if (problem.parts.status === 503) void reply.header('retry-after', '1');
    void reply
      .status(problem.parts.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.toDocument()));
  }

  private toProblem(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof HttpException) return fromStatus(error.getStatus(), error.message);
    const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
    if (typeof status === 'number' && status >= 400 && status < 500)
      return fromStatus(status, (error as Error).message);
    if (isTransient(error)) {
      const detail = 'The database does not answer at the moment. Nothing was stored; send the request again.';
      return new Problem({ status: 503, code: 'unavailable', title: 'Try again', detail });
    }
    return new Problem({
      status: 500,
      code: 'internal',
      title: 'Internal error',
      detail: 'The fault was recorded in the log.',
    });
  }
}

const CODES: Record<number, [string, string]> = {
  400: ['bad-request', 'Bad request'],
  404: ['not-found', 'Not found'],
  405: ['method-not-allowed', 'Method not allowed'],
  408: ['timeout', 'The request took too long to arrive'],
  413: ['too-large', 'The request is too large'],
  415: ['unsupported-media-type', 'Unsupported content type'],
  429: ['too-many-requests', 'Too many requests'],
};

function fromStatus(status: number, detail: string): Problem {
  const [code, title] = CODES[status] ?? [`http-${status}`, 'Request refused'];
  return new Problem({ status, code, title, detail });
}
