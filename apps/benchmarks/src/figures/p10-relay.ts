import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OrderRecorded } from '@orderweave/contracts';
import { startEngines } from '@orderweave/engines';
import { createDataSource, Database, emit, migrate } from '@orderweave/postgres';
import { openKafka, RecordProducer, Relay } from '@orderweave/stream';
import { pino } from 'pino';
import type { Figure } from '../measure/figure.js';
import { OrderFeed } from '../measure/order-feed.js';
import { orderStream } from '../measure/order-stream.js';
import { summarise } from '../measure/summary.js';

const A_TRANSACTION = 1_000;

/**
 * P10: messages/s from an outbox in PostgreSQL (transactions of 1,000 recorded orders) to Kafka's acknowledgement and out of the outbox,
 * beside kafkajs sending the same messages, encoded beforehand, from memory: both idempotent, acks of all replicas, LZ4.
 */
export async function relay({ runs, messages }: { runs: number; messages: number }): Promise<Figure> {
  const dir = await mkdtemp(join(tmpdir(), 'orderweave-relay-'));
  const engines = await startEngines({ dir, databases: ['relay'], postgresPort: 0, kafkaPort: 0 });
  const url = engines.postgresUrl('relay');
  const source = createDataSource({ url });
  await migrate(source);
  await source.destroy();
  const database = new Database({ url });
  const log = pino({ level: 'warn' });
  const access = openKafka({ brokers: engines.brokers, clientId: 'bench-relay' }, log);
  const admin = access.client.admin();
  const feed = await OrderFeed.connect(engines.brokers);
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: OrderRecorded.topic, numPartitions: 6 }] });
    const orders = [...orderStream({ customers: 2_000, lines: 3, now: Date.now() }, 0, messages)];
    const encoded = OrderFeed.encode(OrderRecorded, orders);
    const one = async () => {
      for (let from = 0; from < messages; from += A_TRANSACTION) {
        const some = orders.slice(from, from + A_TRANSACTION);
        await database.transaction(async (tx) => tx.publish(some.map((order) => emit(OrderRecorded, order))));
      }
      const own = new Relay(database, () => new RecordProducer(admin, access.options), log);
      const begin = performance.now();
      own.start();
      while ((await own.backlog()).messages > 0) await sleep(2);
      const rate = (messages / (performance.now() - begin)) * 1_000;
      await own.stop();
      return rate;
    };
    const other = async () => {
      const begin = performance.now();
      await feed.send(OrderRecorded.topic, encoded);
      return (messages / (performance.now() - begin)) * 1_000;
    };
    await one();
    await other();
    const ours: number[] = [];
    const peers: number[] = [];
    for (let run = 0; run < runs; run++) {
      ours.push(await one());
      peers.push(await other());
    }
    const ratio = summarise(ours.map((rate, run) => rate / (peers[run] ?? Number.NaN)));
    return {
      ...{ id: 'P10', what: 'outbox relay' },
      ours: { ...summarise(ours), unit: 'messages/s' },
      peer: { ...summarise(peers), unit: 'messages/s', what: 'kafkajs from memory' },
      ...{ ratio, target: '≥ 0.5', met: ratio.median >= 0.5 },
      notes: { messages, 'bytes a message': encoded[0]?.value?.length ?? 0 },
    };
  } finally {
    await Promise.all([feed.close(), admin.disconnect(), database.close()]);
    await engines.destroy();
    await rm(dir, { recursive: true, force: true });
  }
}
