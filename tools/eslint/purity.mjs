import { apps, testSupport } from './boundaries.mjs';

// What keeps pure code pure: no framework, no I/O, no clock and no randomness of its own.
const CLOCK = 'Pure code has no clock: take the time as an argument.';
const RANDOM = 'Pure code has no randomness: take a seeded source as an argument.';
const OUTSIDE = 'Pure code does no I/O and schedules nothing: return what is to be done.';

export const properties = [
  { object: 'Date', property: 'now', message: CLOCK },
  { object: 'performance', property: 'now', message: CLOCK },
  { object: 'Temporal', property: 'Now', message: CLOCK },
  { object: 'Math', property: 'random', message: RANDOM },
];

export const globals = [
  { name: 'performance', message: CLOCK },
  { name: 'crypto', message: RANDOM },
  ...['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'globalThis'].map((name) => ({
    name,
    message: OUTSIDE,
  })),
];

export const syntax = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK },
  { selector: 'CallExpression[callee.name="Date"]', message: CLOCK },
  { selector: 'ImportExpression', message: OUTSIDE },
];

const hashing = {
  name: 'node:crypto',
  importNames: ['randomBytes', 'randomInt', 'randomUUID', 'randomFillSync', 'getRandomValues', 'webcrypto'],
  message: RANDOM,
};

/** For the domain: no framework, no store, no broker, and of Node nothing but hashing. */
export const domainImports = {
  paths: [hashing],
  patterns: [
    apps,
    testSupport,
    {
      regex:
        '^(@nestjs/|@fastify/|fastify$|typeorm|@orderweave/.*/|pg($|-|/)|kafkajs|prom-client|graphile-worker|pino|undici|rxjs|reflect-metadata|class-)',
      message: 'The domain knows no framework, store or broker.',
    },
    {
      regex: '^(node:(?!crypto$)|(fs|path|os|net|http|https|child_process|worker_threads|timers)(/|$))',
      message: OUTSIDE,
    },
  ],
};

/** For the contracts: the schema library, and their own files. */
export const contractImports = {
  patterns: [
    apps,
    testSupport,
    { regex: '^(?!\\.{1,2}/|typebox(/|$))', message: 'Contracts import nothing but typebox.' },
  ],
};
