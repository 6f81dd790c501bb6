import { Kafka, logLevel } from 'kafkajs';

/** Resolves when Kafka has a controller and an unfenced broker, rejects when it does not answer so yet. */
export async function kafkaAnswers(broker: string): Promise<void> {
  const kafka = new Kafka({
    ...{ clientId: 'engines', brokers: [broker], logLevel: logLevel.NOTHING },
    ...{ connectionTimeout: 1_000, requestTimeout: 3_000, retry: { retries: 0 } },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    if (cluster.brokers.length === 0 || cluster.controller === null) throw new Error('Kafka has no controller yet');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
