import { randomBytes } from 'node:crypto';
import { engineSession } from './engine-session.js';

/** Kafka as one suite sees it: shared brokers, names of its own. */
export interface TestKafka {
  /** Bootstrap addresses, `host:port`. */
  brokers: string[];
  /** A topic's name that no other suite uses; the same for the same argument. The topic is not created. */
  topic(name: string): string;
  /** What the suite's names begin with: use it for group ids too. */
  prefix: string;
}

/** Reaches Kafka for one suite. Call it in `beforeAll`. */
export async function testKafka(): Promise<TestKafka> {
  const { brokers } = await engineSession();
  const prefix = `suite-${randomBytes(6).toString('hex')}`;
  return { brokers, prefix, topic: (name) => `${prefix}.${name}` };
}
