import { parentPort, workerData } from 'node:worker_threads';
import { trainModels, type TrainingInput } from './model-training.js';

// The thread that `trainAside` starts: one training, one answer.
parentPort?.postMessage(trainModels(workerData as TrainingInput));
