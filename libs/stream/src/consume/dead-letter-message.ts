import type { OutgoingMessage } from '@orderweave/postgres';
import type { LogRecord } from '../fetch/log-record.js';

/** Where a topic's dead letters go. */
export const deadLetterTopic = (topic: string): string => `${topic}.dead-letters`;

/** A record that cannot be handled, with its original bytes and headers, and why. */
export function deadLetterMessage(
  record: LogRecord,
  from: { service: string; topic: string; partition: number },
  fault: { code: string; cause: Error },
): OutgoingMessage {
  return {
    topic: deadLetterTopic(from.topic),
    key: record.key?.toString() ?? '',
    value: record.value ?? Buffer.alloc(0),
    headers: {
      ...record.headers(),
      'dead-letter-service': from.service,
      'dead-letter-source': `${from.topic}/${from.partition}/${record.offset}`,
      'dead-letter-code': fault.code,
      'dead-letter-reason': fault.cause.message.slice(0, 2_000),
      'dead-letter-stack': (fault.cause.stack ?? '').slice(0, 8_000),
    },
  };
}
