import { CustomerActivity, CustomerProfiled, type Activity, type Profile } from '@orderweave/contracts';
import type { LogRecord, Slice } from '@orderweave/stream';

/** The log as a partition of Kafka holds it: one record a message, in order. */
export function logOf(messages: readonly (Activity | Profile)[]): LogRecord[] {
  return messages.map((payload, offset) => {
    const headers: Record<string, string> = {
      ce_type: 'order' in payload ? CustomerActivity.type : CustomerProfiled.type,
    };
    const key = Buffer.from(`${payload.tenant}/${payload.customerId}`);
    const value = Buffer.from(JSON.stringify(payload));
    return {
      key,
      value,
      size: key.length + value.length,
      offset: BigInt(offset),
      timestamp: 0,
      header: (name) => headers[name],
      headers: () => headers,
    };
  });
}

/** The records from one place of such a log up to another. */
export function sliceOf(log: readonly LogRecord[], from: number, to: number): Slice {
  const records = log.slice(from, to);
  return { records, nextOffset: BigInt(from + records.length) };
}
