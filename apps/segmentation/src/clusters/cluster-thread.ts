import { parentPort, workerData } from 'node:worker_threads';
import { fitClusters, type ClusterInput } from './fit-clusters.js';

// The thread that `fitAside` starts: one fit, one answer.
parentPort?.postMessage(fitClusters(workerData as ClusterInput));
