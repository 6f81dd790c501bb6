import { Logger as QueueLogger } from 'graphile-worker';
import type { Logger } from 'pino';

/** The job library's messages in the service's log; its chatter about each job at debug level. */
export function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === 'error') log.warn({ queue: true }, message);
    else if (level === 'warning') log.warn({ queue: true }, message);
    else log.debug({ queue: true }, message);
  });
}
