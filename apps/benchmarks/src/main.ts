import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { services } from './figures/p2-services.js';
import { wholeSystem } from './figures/p1-whole-system.js';
import { ladderUpdate } from './figures/p7-ladder.js';
import { churnFit } from './figures/p8-fit.js';
import { printFigures, type Figure } from './measure/figure.js';

const HELP = `npm run bench [-- P1 P2 P7 P8] [--runs 5] [--quick]
P1 the whole system, P2 (with P3) its services and stores, P7 the ladder, P8 the fit of the churn model; each beside its peer in the same run.
--quick makes every run small: for trying the benchmark, not for figures.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});
const runs = Number(values.runs);
const asked = new Set(positionals.map((id) => id.toUpperCase().replace('P3', 'P2')));
const wanted = (id: string) => asked.size === 0 || asked.has(id);
if (
  values.help ||
  !Number.isInteger(runs) ||
  runs < 1 ||
  [...asked].some((id) => !['P1', 'P2', 'P7', 'P8'].includes(id))
) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

const small = values.quick;
const figures: Figure[] = [];
const say = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
if (wanted('P7')) {
  say('P7 the exact ladder');
  figures.push(ladderUpdate(runs, small ? 100_000 : 1_000_000));
}
if (wanted('P8')) {
  say('P8 the fit of the churn model');
  const fit = await churnFit(runs);
  if (typeof fit === 'string') say(fit);
  else figures.push(fit);
}
if (wanted('P2')) {
  say('P2 and P3 the services alone and their stores');
  figures.push(...(await services({ runs, orders: small ? 5_000 : 40_000, customers: 2_000 })));
}
if (wanted('P1')) {
  say('P1 the whole system');
  figures.push(
    await wholeSystem({ runs, orders: small ? 5_000 : 20_000, plainOrders: small ? 300 : 1_500, customers: 2_000 }),
  );
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
