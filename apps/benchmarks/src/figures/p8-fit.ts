import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collapseSummaries, fitChurn, type PurchaseSummary } from '@orderweave/domain-segmentation';
import { LifetimesPeer, PeerMissing } from '../lifetimes/lifetimes-peer.js';
import type { Figure } from '../measure/figure.js';
import { summarise } from '../measure/summary.js';

const TARGET = 1 / 5;
const SAME = 1e-3;
const WARM_UP = 100;

/**
 * P8: MBG/NBD fitted to the CDNOW sample (summaries of 2,357 customers in memory, parameters out), beside PyPI's lifetimes as it is usually
 * called; both warm, in turn, and their log-likelihoods compared. A sentence instead of a figure where the data, Python or PyPI is not there.
 */
export async function churnFit(runs: number): Promise<Figure | string> {
  const data = process.env['ORDERWEAVE_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
  const file = join(data, 'cdnow/cdnow_customers_summary_with_transactions.csv');
  if (!existsSync(file)) return 'P8 is left out: CDNOW is not there, set ORDERWEAVE_DATA to the folder with cdnow/';
  const summaries = readSummaries(file);
  let peer: LifetimesPeer;
  try {
    peer = await LifetimesPeer.start(file);
  } catch (error) {
    if (error instanceof PeerMissing) return `P8 is left out: ${error.message}`;
    throw error;
  }
  try {
    return await measure(summaries, peer, runs);
  } finally {
    await peer.stop();
  }
}

async function measure(summaries: readonly PurchaseSummary[], peer: LifetimesPeer, runs: number): Promise<Figure> {
  for (let i = 0; i < WARM_UP; i++) fitChurn(collapseSummaries(summaries), 1);
  for (let i = 0; i < 3; i++) await peer.fit();
  const results: { ours: number; peer: number }[] = [];
  let [furthest, likelihood] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const begin = performance.now();
    const fit = fitChurn(collapseSummaries(summaries), 1);
    const ours = performance.now() - begin;
    const theirs = await peer.fit();
    results.push({ ours, peer: theirs.milliseconds });
    likelihood = fit.logLikelihood;
    furthest = Math.max(furthest, Math.abs(likelihood - theirs.logLikelihood));
  }
  const ratio = summarise(results.map(({ ours, peer: theirs }) => ours / theirs));
  return {
    ...{ id: 'P8', what: 'MBG/NBD fit of CDNOW, 2,357 customers' },
    ours: { ...summarise(results.map(({ ours }) => ours)), unit: 'ms' },
    peer: { ...summarise(results.map((result) => result.peer)), unit: 'ms', what: 'PyPI lifetimes 0.11.3' },
    ...{ ratio, target: '≤ 1/5 and the same log-likelihood to 1e-3', met: ratio.median <= TARGET && furthest <= SAME },
    notes: { 'log-likelihood': likelihood.toFixed(4), 'furthest from the peer': furthest.toExponential(1) },
  };
}

function readSummaries(file: string): PurchaseSummary[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const columns = header.trim().split(',');
  const at = (cells: string[], name: string) => Number(cells[columns.indexOf(name)]);
  return lines.map((line) => {
    const cells = line.split(',');
    return { x: at(cells, 'x'), tx: at(cells, 't_x'), t: at(cells, 'T') };
  });
}
