export * from './amount.js';
export * from './day.js';
export * from './tenant-settings.js';
export * from './tenant-directory.js';
