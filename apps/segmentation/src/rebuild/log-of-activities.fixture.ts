import { CustomerActivity, CustomerProfiled, type Activity, type Profile } from '@orderweave/contracts';
import type { KafkaMessage } from 'kafkajs';

/** The log as a partition of Kafka holds it: one record a message, in order. */
export function logOf(messages: readonly (Activity | Profile)[]): KafkaMessage[] {
  return messages.map((payload, offset) => ({
    key: Buffer.from(`${payload.tenant}/${payload.customerId}`),
    value: Buffer.from(JSON.stringify(payload)),
    headers: { ce_type: 'order' in payload ? CustomerActivity.type : CustomerProfiled.type },
    timestamp: '0',
    attributes: 0,
    offset: String(offset),
  }));
}
