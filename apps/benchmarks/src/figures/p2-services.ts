import { OrderRecorded } from '@orderweave/contracts';
import { startSystem, type System } from '@orderweave/testing';
import { CopyPeer, type CopyTimes } from '../measure/copy-peer.js';
import type { Figure } from '../measure/figure.js';
import { OrderFeed } from '../measure/order-feed.js';
import { orderStream, STREAM_TENANTS } from '../measure/order-stream.js';
import { processUsage } from '../measure/process-usage.js';
import { summarise } from '../measure/summary.js';

const SERVICES = ['customer-profile', 'segmentation'] as const;
type Service = (typeof SERVICES)[number];
const WARM_UP = 60_000;

/** Sizes of one comparison. */
export interface ServicesSize {
  runs: number;
  orders: number;
  customers: number;
}

interface Run {
  ours: number;
  peer: number;
  copy: CopyTimes;
  written: Map<string, { milliseconds: number; rows: number }>;
}

/**
 * P2: orders/s through one service alone (its input waits in Kafka while it is stopped; then it goes on until it is drained,
 * state, outbox and offsets committed), beside `COPY` of the rows that it ended up writing, its outbox's included.
 */
export async function services(size: ServicesSize): Promise<Figure[]> {
  return withServices(size, {}, (name, runs, system) => [serviceFigure(name, runs, system)]);
}

/**
 * P3: server-side rows/s of each table's writing statements, one batch at a time so that nothing else has the processors, beside `COPY`
 * into a clone with the same indexes.
 */
export async function stores(size: ServicesSize): Promise<Figure[]> {
  return withServices(size, { STREAM_CONCURRENCY: '1' }, storeFigures);
}

async function withServices(
  { runs, orders, customers }: ServicesSize,
  env: Record<string, string>,
  figuresOf: (name: Service, runs: readonly Run[], system: System) => Figure[],
): Promise<Figure[]> {
  const system = await startSystem({
    services: SERVICES,
    tenants: STREAM_TENANTS,
    env: { LOG_LEVEL: 'warn', ...env },
  });
  const feed = await OrderFeed.connect(system.engines.brokers);
  const peers = await Promise.all(SERVICES.map((name) => CopyPeer.connect(system.databaseUrl(name))));
  const shape = { customers, lines: 3, now: Date.now() };
  const results = new Map<Service, Run[]>(SERVICES.map((name) => [name, []]));
  try {
    await Promise.all(peers.map((peer) => peer.captureOutbox()));
    await feed.send(OrderRecorded.topic, OrderFeed.encode(OrderRecorded, orderStream(shape, 0, WARM_UP)));
    await system.drained(120_000);
    await Promise.all(peers.map((peer) => peer.stopCapture()));
    for (let run = 0; run < runs; run++) {
      const from = WARM_UP + run * orders;
      const messages = OrderFeed.encode(OrderRecorded, orderStream(shape, from, orders));
      for (const name of SERVICES) await system.service(name).kill('SIGSTOP');
      await feed.send(OrderRecorded.topic, messages);
      for (const [index, name] of SERVICES.entries()) {
        const peer = peers[index] as CopyPeer;
        await peer.resetStatements();
        const begin = performance.now();
        await system.service(name).kill('SIGCONT');
        await drained(system, name);
        const ours = (orders / (performance.now() - begin)) * 1_000;
        results.get(name)?.push(await besideCopy(peer, ours, from + orders));
      }
    }
    return SERVICES.flatMap((name) => figuresOf(name, results.get(name) ?? [], system));
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
    await feed.close();
    await system.stop();
  }
}

async function drained(system: System, name: Service): Promise<void> {
  const { apiKey } = system;
  for (const deadline = Date.now() + 180_000; ;) {
    const progress = await system.service(name).call<{ drained: boolean }>('/v1/progress?wait=5000', { apiKey });
    if (progress.drained) return;
    if (Date.now() > deadline) throw new Error(`${name} does not drain: ${JSON.stringify(progress)}`);
  }
}

async function besideCopy(peer: CopyPeer, ours: number, ordersSoFar: number): Promise<Run> {
  const copy = await peer.measure();
  const written: Run['written'] = new Map();
  for (const table of copy.tables.keys()) written.set(table, await peer.written(table));
  let milliseconds = 0;
  for (const [table, loaded] of copy.tables) {
    milliseconds += loaded.milliseconds / (table === 'outbox_seen' ? WARM_UP : ordersSoFar);
  }
  return { ours, peer: 1_000 / milliseconds, copy, written };
}

function serviceFigure(name: Service, runs: readonly Run[], system: System): Figure {
  const ratio = summarise(runs.map((run) => run.ours / run.peer));
  const rows = [...(runs.at(-1)?.copy.tables ?? [])].map(([table, loaded]) => `${table} ${loaded.rows}`);
  return {
    ...{ id: 'P2', what: `${name} alone` },
    ours: { ...summarise(runs.map((run) => run.ours)), unit: 'orders/s' },
    peer: { ...summarise(runs.map((run) => run.peer)), unit: 'orders/s', what: 'COPY of the rows it wrote' },
    ...{ ratio, target: '≥ 0.35', met: ratio.median >= 0.35 },
    notes: {
      'rows at the end': rows.join(', '),
      'peak MiB': Math.round(processUsage(system.service(name).pid ?? 0).peakMiB),
    },
  };
}

/** Tables that one run writes at least this many rows to are hot. */
const HOT_ROWS = 1_000;

function storeFigures(name: string, runs: readonly Run[]): Figure[] {
  const tables = [...(runs[0]?.written ?? [])].filter(([, { rows }]) => rows >= HOT_ROWS).map(([table]) => table);
  return tables.map((table) => {
    const rate = ({ rows, milliseconds }: { rows: number; milliseconds: number }) => (rows / milliseconds) * 1_000;
    const nothing = { rows: 0, milliseconds: 1 };
    const rates = runs.map(({ written, copy }) => ({
      ours: rate(written.get(table) ?? nothing),
      peer: rate(copy.tables.get(table) ?? nothing),
    }));
    const ratio = summarise(rates.map(({ ours, peer }) => ours / peer));
    return {
      ...{ id: 'P3', what: `${name}: ${table}` },
      ours: { ...summarise(rates.map(({ ours }) => ours)), unit: 'rows/s' },
      peer: { ...summarise(rates.map(({ peer }) => peer)), unit: 'rows/s', what: 'COPY, same table and indexes' },
      ...{ ratio, target: '≥ 0.5', met: ratio.median >= 0.5 },
      notes: { 'rows a run': runs[0]?.written.get(table)?.rows ?? 0 },
    };
  });
}
