import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** Injection token of the service's logger. */
export const LOGGER = Symbol('LOGGER');

/** JSON logs with the service's name; fields that may hold personal data or secrets are not written. */
export function createLogger(service: string, level: string): Logger {
  const secret = [
    'authorization',
    'email',
    'phone',
    'identifiers',
    'customerName',
    'shipTo',
    'password',
    'secret',
    'apiKey',
  ];
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
    formatters: { level: (label) => ({ level: label }) },
  });
}

/** Nest's own messages through the service's logger; its start-up chatter only at debug level. */
export function nestLogger(log: Logger): LoggerService {
  const text = (message: unknown) => (typeof message === 'string' ? message : JSON.stringify(message));
  return {
    log: (message: unknown) => log.debug(text(message)),
    error: (message: unknown, ...rest: unknown[]) => log.error({ rest }, text(message)),
    warn: (message: unknown) => log.warn(text(message)),
    debug: (message: unknown) => log.debug(text(message)),
    verbose: (message: unknown) => log.trace(text(message)),
  };
}
