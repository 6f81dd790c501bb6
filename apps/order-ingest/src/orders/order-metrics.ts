import { Counter } from 'prom-client';
import type { GateResult } from './submission.js';

const MOST_CHANNELS = 200;
const channels = new Set<string>();

const orders = new Counter({
  name: 'orderweave_orders_total',
  help: 'Order submissions by what became of them',
  labelNames: ['channel', 'result'],
});
const unvalued = new Counter({
  name: 'orderweave_orders_unvalued_total',
  help: 'Accepted orders without an exchange rate for their day',
  labelNames: ['channel'],
});
const unusable = new Counter({
  name: 'orderweave_identifiers_unusable_total',
  help: 'Identifiers of accepted orders that identify nobody',
  labelNames: ['channel', 'kind'],
});

/** Counts results that are durable. */
export function countResults(results: readonly GateResult[]): void {
  for (const result of results) {
    const channel = channelLabel(result.channel);
    orders.inc({ channel, result: result.result });
    if (result.result !== 'accepted') continue;
    if (result.unvalued) unvalued.inc({ channel });
    for (const { limit } of result.warnings ?? []) unusable.inc({ channel, kind: String(limit) });
  }
}

/** Senders choose channel names, so their number is bounded here. */
function channelLabel(channel: string | undefined): string {
  if (channel === undefined) return 'invalid';
  if (!channels.has(channel) && channels.size >= MOST_CHANNELS) return 'other';
  channels.add(channel);
  return channel;
}
