import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { fitClusters, type ClusterInput } from './fit-clusters.js';

type Fitted = ReturnType<typeof fitClusters>;
/** So few take less time than a thread takes to start. */
const FEW = 200;

/** `fitClusters` in a thread of its own, which ends with it; orders and requests are served meanwhile. */
export async function fitAside(input: ClusterInput): Promise<Fitted> {
  // A thread loads compiled code; from sources, as in specs, there is none.
  if (input.customers.length <= FEW || import.meta.url.endsWith('.ts')) return fitClusters(input);
  const worker = new Worker(new URL('./cluster-thread.js', import.meta.url), { workerData: input });
  try {
    const [fitted] = (await once(worker, 'message')) as [Fitted];
    return fitted;
  } finally {
    await worker.terminate();
  }
}
