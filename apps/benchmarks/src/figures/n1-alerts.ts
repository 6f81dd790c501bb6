import { setTimeout as sleep } from 'node:timers/promises';
import { CustomerTransition } from '@orderweave/contracts';
import { startSystem, type System } from '@orderweave/testing';
import { AlertWatch } from '../measure/alert-watch.js';
import { ArrivalLog } from '../measure/arrival-log.js';
import type { Figure } from '../measure/figure.js';
import { OrderFeed } from '../measure/order-feed.js';
import { summarise, type Summary } from '../measure/summary.js';
import { transitionStream } from '../measure/transition-stream.js';

/** Sizes of one measurement. */
export interface AlertsSize {
  runs: number;
  /** Transitions of a run that finds the peak, and seconds at half of it. */
  peak: number;
  seconds: number;
}

const BURST = 1_000;
const BURST_BOUND_MS = 5_000;
const LATENCY_BOUND_MS = 200;
/** What a webhook is sent a second at most. */
const WEBHOOK_RATE = 50;
/** Whoever measures on the same two processors takes as little of them as possible; what is seen late counts as late. */
const LOOK_EACH_MS = 10;
const SEND_EACH_MS = 20;

interface Rig {
  readonly system: System;
  readonly feed: OrderFeed;
  readonly watch: AlertWatch;
  readonly log: ArrivalLog;
}

/**
 * N1: notification alone on real engines. A burst of 1,000 transitions until all are in `GET /v1/alerts` and have a delivery each; then
 * milliseconds from producing a transition to its committed alert, at half of the rate at which waiting transitions are worked off.
 */
export async function alerts({ runs, peak, seconds }: AlertsSize): Promise<Figure[]> {
  const system = await startSystem({
    services: ['notification'],
    // As many partitions a topic as `npm start` makes on two processors.
    env: { LOG_LEVEL: 'warn', WEBHOOK_ALLOW_PRIVATE: '1', ORDERWEAVE_PARTITIONS: '1' },
  });
  const feed = await OrderFeed.connect(system.engines.brokers);
  const watch = await AlertWatch.connect(system.databaseUrl('notification'));
  const log = await ArrivalLog.listen();
  const rig = { system, feed, watch, log };
  try {
    await workOff(rig, 'warm', Math.min(peak, 5_000));
    const bursts: Burst[] = [];
    for (let run = 0; run < runs; run++) bursts.push(await burst(rig, `burst-${run}`));
    const rates: number[] = [];
    for (let run = 0; run < runs; run++) rates.push(await workOff(rig, `peak-${run}`, peak));
    const half = summarise(rates).median / 2;
    const latencies: number[][] = [];
    for (let run = 0; run < runs; run++) latencies.push(await atRate(rig, `half-${run}`, half, seconds));
    return [burstFigure(bursts), latencyFigure(latencies, summarise(rates), half)];
  } finally {
    log.close();
    await Promise.all([watch.close(), feed.close()]);
    await system.stop();
  }
}

interface Burst {
  readonly milliseconds: number;
  /** Messages a second that left for the webhook, on the whole and in the second with the most. */
  readonly sent: number;
  readonly most: number;
}

/** One burst with a webhook that wants everything; ends when the webhook has got it all. */
async function burst({ system, feed, watch, log }: Rig, name: string): Promise<Burst> {
  const { apiKey } = system;
  const service = system.service('notification');
  const { id } = await service.call<{ id: string }>('/v1/webhooks', { method: 'POST', body: { url: log.url }, apiKey });
  const [alertsBefore, deliveriesBefore, sentBefore] = [
    await watch.count('alert'),
    await watch.count('delivery'),
    log.arrivals.length,
  ];
  const messages = OrderFeed.encode(CustomerTransition, transitionStream({ name, count: BURST, at: Date.now() }));
  const begin = performance.now();
  await feed.send(CustomerTransition.topic, messages);
  for (;;) {
    const { byState } = await service.call<{ byState: Record<string, number> }>('/v1/alerts/counts', { apiKey });
    const listed = Object.values(byState).reduce((sum, count) => sum + count, 0) - alertsBefore;
    if (listed >= BURST && (await watch.count('delivery')) - deliveriesBefore >= BURST) break;
    await sleep(5);
  }
  await readAll(system, name);
  const milliseconds = performance.now() - begin;
  while (log.arrivals.length - sentBefore < BURST) await sleep(50);
  const own = log.arrivals.slice(sentBefore);
  await service.call(`/v1/webhooks/${id}`, { method: 'DELETE', body: {}, apiKey });
  return { milliseconds, sent: (BURST / (own.at(-1)! - own[0]!)) * 1_000, most: ArrivalLog.most(own, 1_000) };
}

/** Reads the newest pages of the inbox and sees that the whole burst is there. */
async function readAll(system: System, name: string): Promise<void> {
  const found = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null && found.size < BURST;) {
    const page: { items: { customer: { id: string } }[]; next: string | null } = await system
      .service('notification')
      .call(`/v1/alerts?limit=200${cursor && `&cursor=${cursor}`}`, { apiKey: system.apiKey });
    for (const { customer } of page.items) if (customer.id.startsWith(`c_${name}-`)) found.add(customer.id);
    cursor = page.next;
  }
  if (found.size < BURST) throw new Error(`the inbox lists ${found.size} of ${BURST} alerts`);
}

/** Transitions a second that notification works off when they wait for it, with what comes of them later: else half of it was no half load. */
async function workOff({ system, feed, watch }: Rig, name: string, count: number): Promise<number> {
  const service = system.service('notification');
  const messages = OrderFeed.encode(CustomerTransition, transitionStream({ name, count, at: Date.now() }));
  await service.kill('SIGSTOP');
  await feed.send(CustomerTransition.topic, messages);
  const begin = performance.now();
  await service.kill('SIGCONT');
  await system.drained(120_000);
  while ((await watch.count('outcome_news')) > 0) await sleep(LOOK_EACH_MS);
  return (count / (performance.now() - begin)) * 1_000;
}

/** Milliseconds from producing each transition to its committed alert, at an even rate a second. */
async function atRate({ feed, watch }: Rig, name: string, rate: number, seconds: number): Promise<number[]> {
  const count = Math.floor(rate * seconds);
  const messages = OrderFeed.encode(CustomerTransition, transitionStream({ name, count, at: Date.now() }));
  const produced: number[] = [];
  const sends: Promise<void>[] = [];
  let looking = true;
  const looks = (async () => {
    while (looking) {
      await watch.look();
      await sleep(LOOK_EACH_MS);
    }
  })();
  const begin = performance.now();
  while (produced.length < count) {
    const now = performance.now();
    const due = Math.min(count, Math.ceil(((now - begin) / 1_000) * rate));
    const from = produced.length;
    for (let index = from; index < due; index++) produced.push(now);
    if (due > from) sends.push(feed.send(CustomerTransition.topic, messages.slice(from, due)));
    await sleep(SEND_EACH_MS);
  }
  await Promise.all(sends);
  const deadline = performance.now() + 60_000;
  const waits = () => produced.some((_, index) => !watch.committed.has(`${name}-${index}`));
  while (waits() && performance.now() < deadline) await sleep(100);
  looking = false;
  await looks;
  return produced.map((at, index) => watch.committed.get(`${name}-${index}`)! - at);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function bound(milliseconds: number): Figure['peer'] {
  return { median: milliseconds, min: milliseconds, max: milliseconds, unit: 'ms', what: 'what is allowed' };
}

function burstFigure(bursts: readonly Burst[]): Figure {
  const ours = summarise(bursts.map(({ milliseconds }) => milliseconds));
  const ratio = summarise(bursts.map(({ milliseconds }) => milliseconds / BURST_BOUND_MS));
  const sent = summarise(bursts.map((one) => one.sent)).median;
  const most = Math.max(...bursts.map((one) => one.most));
  return {
    ...{ id: 'N1', what: `burst of ${BURST} alerts, until all are in the inbox and have a delivery` },
    ...{ ours: { ...ours, unit: 'ms' }, peer: bound(BURST_BOUND_MS), ratio },
    ...{
      target: `≤ 1, and ≤ ${WEBHOOK_RATE} messages/s to the webhook on the whole`,
      met: ratio.max <= 1 && sent <= WEBHOOK_RATE,
    },
    notes: { 'messages/s to the webhook': sent.toFixed(1), 'most that arrived in any second': most },
  };
}

function latencyFigure(latencies: readonly number[][], rates: Summary, half: number): Figure {
  const p99 = latencies.map((run) => quantile(run, 0.99));
  const ratio = summarise(p99.map((value) => value / LATENCY_BOUND_MS));
  return {
    ...{ id: 'N1', what: 'transition produced to alert committed, p99 at half load' },
    ...{ ours: { ...summarise(p99), unit: 'ms' }, peer: bound(LATENCY_BOUND_MS), ratio },
    ...{ target: '< 1', met: ratio.median < 1 },
    notes: {
      'p50 ms': summarise(latencies.map((run) => quantile(run, 0.5))).median.toFixed(1),
      'peak transitions/s': Math.round(rates.median),
      'half load transitions/s': Math.round(half),
    },
  };
}
