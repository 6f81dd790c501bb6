import type { OrderResult } from '../api/system-api.js';

/** Sends one batch. */
export type PostBatch = (orders: readonly string[]) => Promise<readonly OrderResult[]>;

const BATCH_ORDERS = 500;
const BATCH_BYTES = 4 << 20;
const AT_ONCE = 3;

/** Posts orders in batches, a few at a time, and reports the results of each batch as they come. */
export async function postOrders(
  orders: readonly string[],
  post: PostBatch,
  onResults: (results: readonly OrderResult[]) => void,
): Promise<void> {
  const batches = cutBatches(orders);
  const worker = async () => {
    for (let batch = batches.next(); !batch.done; batch = batches.next()) onResults(await post(batch.value));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function* cutBatches(orders: readonly string[]): Generator<readonly string[], undefined> {
  let batch: string[] = [];
  let bytes = 0;
  for (const order of orders) {
    // Chinese text takes up to three bytes a character.
    const size = order.length * 3;
    if (batch.length === BATCH_ORDERS || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(order);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
  return undefined;
}
