export * from './amount.js';
export * from './day.js';
