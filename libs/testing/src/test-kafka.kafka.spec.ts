import { describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { testKafka } from './test-kafka.js';

describe('testKafka', () => {
  it('names topics of its own that a suite can create', async () => {
    const [one, other] = await Promise.all([testKafka(), testKafka()]);
    expect(one.topic('orders')).toBe(one.topic('orders'));
    expect(one.topic('orders')).not.toBe(other.topic('orders'));

    const admin = new Kafka({ brokers: one.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: one.topic('orders'), numPartitions: 2 }], waitForLeaders: true });
    const mine = (await admin.listTopics()).filter((topic) => topic.startsWith(one.prefix));
    await admin.disconnect();
    expect(mine).toEqual([one.topic('orders')]);
  });
});
