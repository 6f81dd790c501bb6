// What `aside` has done in another thread; plain data in, plain data out.
export { fitClusters } from '../clusters/fit-clusters.js';
export { trainModels } from '../models/model-training.js';
