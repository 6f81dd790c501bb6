export * from './engine-session.js';
export * from './eventually.js';
export * from './given.js';
export * from './test-kafka.js';
export * from './test-postgres.js';
export * from './system/service-handle.js';
export * from './system/start-system.js';
