import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { alerts } from './figures/n1-alerts.js';
import { relay } from './figures/p10-relay.js';
import { services, stores } from './figures/p2-services.js';
import { scale } from './figures/scale.js';
import { wholeSystem } from './figures/p1-whole-system.js';
import { ladderUpdate } from './figures/p7-ladder.js';
import { churnFit } from './figures/p8-fit.js';
import { printFigures, type Figure } from './measure/figure.js';

/** The figures in the order in which they are measured. */
const FIGURES: readonly { id: string; what: string; measure: (runs: number, small: boolean) => Promise<Figure[]> }[] = [
  {
    id: 'P7',
    what: 'the exact ladder',
    measure: async (runs, small) => [ladderUpdate(runs, small ? 100_000 : 1_000_000)],
  },
  { id: 'P8', what: 'the fit of the churn model', measure: async (runs) => fitIfPossible(runs) },
  {
    id: 'P10',
    what: 'the relay of the outbox',
    measure: async (runs, small) => [await relay({ runs, messages: small ? 20_000 : 100_000 })],
  },
  {
    id: 'P2',
    what: 'the services alone',
    measure: (runs, small) => services({ runs, orders: small ? 5_000 : 40_000, customers: 2_000 }),
  },
  {
    id: 'P3',
    what: 'their stores',
    measure: (runs, small) => stores({ runs, orders: small ? 5_000 : 20_000, customers: 2_000 }),
  },
  {
    id: 'N1',
    what: 'notification alone: a burst of alerts, and how soon one is there',
    measure: (runs, small) => alerts({ runs, peak: small ? 2_000 : 20_000, seconds: small ? 3 : 10 }),
  },
  {
    id: 'P1',
    what: 'the whole system',
    measure: async (runs, small) => [
      await wholeSystem({ runs, orders: small ? 5_000 : 20_000, plainOrders: small ? 300 : 1_500, customers: 2_000 }),
    ],
  },
  {
    id: 'SCALE',
    what: 'the same orders with more customers',
    measure: (runs, small) =>
      scale({
        ...(small
          ? { customers: [1_000, 10_000], orders: 5_000, due: 2_000 }
          : { customers: known, orders: 40_000, due: Math.min(100_000, known.at(-1)! / 2) }),
        runs,
      }),
  },
];

const HELP = `npm run bench [-- P1 P2 …] [--runs 5] [--quick] [--customers 10000,100000]
${FIGURES.map(({ id, what }) => `${id.padEnd(4)} ${what}`).join('\n')}
Each is measured beside its peer in the same run. --customers are the numbers of known customers of SCALE. --quick makes every run small: for trying the benchmark, not for figures.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    customers: { type: 'string', default: '10000,100000,1000000' },
    help: { type: 'boolean' },
  },
});
const runs = Number(values.runs);
const known = values.customers.split(',').map(Number);
const areKnown = known.every((count, index) => Number.isInteger(count) && count > (known[index - 1] ?? 1));
const asked = new Set(positionals.map((id) => id.toUpperCase()));
const isKnown = (id: string) => FIGURES.some((figure) => figure.id === id);
if (values.help || !areKnown || !Number.isInteger(runs) || runs < 1 || ![...asked].every(isKnown)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

const small = values.quick;
const figures: Figure[] = [];
const say = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
for (const { id, what, measure } of FIGURES) {
  if (asked.size > 0 && !asked.has(id)) continue;
  say(`${id} ${what}`);
  figures.push(...(await measure(runs, small)));
}

async function fitIfPossible(times: number): Promise<Figure[]> {
  const fit = await churnFit(times);
  if (typeof fit !== 'string') return [fit];
  say(fit);
  return [];
}

if (figures.length === 0) process.exit();
const table = printFigures(figures);
console.log(table);
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'results');
mkdirSync(folder, { recursive: true });
const machine = {
  cpus: cpus().length,
  model: cpus()[0]?.model,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const name = `${figures
  .map(({ id }) => id)
  .filter((id, index, all) => all.indexOf(id) === index)
  .join('-')}.json`;
writeFileSync(
  join(folder, name),
  `${JSON.stringify({ at: new Date().toISOString(), machine, runs, figures }, null, 2)}\n`,
);
if (!small && figures.some((figure) => !figure.met)) process.exitCode = 1;
