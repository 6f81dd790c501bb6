export * from './sample-card.js';
export * from './sample-transition.js';
export * from './minute-scan.js';
