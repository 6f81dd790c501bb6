import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '@orderweave/testing';

/** What became of the orders of a post. */
export interface PostedOrders {
  accepted: number;
  duplicate: number;
  stale: number;
  quarantined: number;
  /** Requests that failed and were sent again. */
  retries: number;
}

const BATCH = 500;
const AT_ONCE = 3;

/** Posts orders until each is acknowledged, however often the service is down meanwhile, as a careful client would. */
export async function postOrders(system: System, orders: readonly unknown[], total: PostedOrders): Promise<void> {
  const ingest = system.service('order-ingest');
  const batches: unknown[][] = [];
  for (let from = 0; from < orders.length; from += BATCH) batches.push(orders.slice(from, from + BATCH));
  const worker = async (): Promise<void> => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      for (const { result } of await post(batch)) total[result]++;
    }
  };
  const post = async (batch: unknown[]) => {
    const deadline = Date.now() + 90_000;
    for (;;) {
      try {
        const body = { method: 'POST', body: batch, apiKey: system.apiKey };
        const answer = await ingest.call<{ results: { result: Exclude<keyof PostedOrders, 'retries'> }[] }>(
          '/v1/orders',
          body,
        );
        return answer.results;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        total.retries++;
        await sleep(200);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Counters at nought. */
export const nothingPosted = (): PostedOrders => ({ accepted: 0, duplicate: 0, stale: 0, quarantined: 0, retries: 0 });
