import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { trainModels, type ModelTraining, type TrainingInput } from './model-training.js';

/** `trainModels` in a thread of its own, which ends with it; orders and requests are served meanwhile. */
export async function trainAside(input: TrainingInput): Promise<ModelTraining> {
  // A thread loads compiled code; from sources, as in specs, there is none.
  if (import.meta.url.endsWith('.ts')) return trainModels(input);
  const worker = new Worker(new URL('./training-thread.js', import.meta.url), { workerData: input });
  try {
    const [training] = (await once(worker, 'message')) as [ModelTraining];
    return training;
  } finally {
    await worker.terminate();
  }
}
