export * from './sample-card.js';
export * from './sample-transition.js';
