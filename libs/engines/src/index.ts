export * from './engines.js';
export { freePort } from './free-port.js';
export { keepsData, startEngines } from './start-engines.js';
