export * from './engines.js';
export { freePort } from './free-port.js';
export { startEngines } from './start-engines.js';
