import { parseAmount, type Amount } from '@orderweave/domain-ordering';
import { rankAll, TierLadder } from '@orderweave/domain-segmentation';
import { RandomSource } from '@orderweave/simulator';
import type { Figure } from '../measure/figure.js';
import { summarise } from '../measure/summary.js';

/** P7: one update of the exact ladder at a million customers, beside ranking all of them anew; every tier compared at the end. */
export function ladderUpdate(runs: number, customers = 1_000_000, updates = 20_000): Figure {
  const random = new RandomSource('ladder');
  const policy = { preset: 'rank-20-60-20' } as const;
  const draw = (): Amount => parseAmount((random.next() ** 3 * 50_000).toFixed(2));
  const amounts = new Map<string, Amount>();
  for (let i = 0; i < customers; i++) amounts.set(`cus_${i}`, draw() + 1n);
  const before = process.memoryUsage();
  const ladder = new TierLadder(policy);
  ladder.rebuild(amounts);
  const after = process.memoryUsage();
  const tiers = new Map<string, string | null>();
  for (const [customer, { tier }] of rankAll(amounts, policy)) tiers.set(customer, tier);

  const results: { ours: number; peer: number }[] = [];
  let changes = 0;
  for (let run = 0; run < runs; run++) {
    const batch = Array.from(
      { length: updates },
      () => [`cus_${random.integer(0, customers - 1)}`, draw() + 1n] as const,
    );
    const begin = performance.now();
    for (const [customer, amount] of batch) {
      ladder.set(customer, amount);
      for (const { customerId, to } of ladder.settle()) {
        tiers.set(customerId, to);
        changes++;
      }
    }
    const ours = (performance.now() - begin) / updates;
    for (const [customer, amount] of batch) amounts.set(customer, amount);
    const full = performance.now();
    const ranks = rankAll(amounts, policy);
    const peer = performance.now() - full;
    for (const [customer, { tier }] of ranks) {
      if (tiers.get(customer) !== tier) throw new Error(`${customer} is ${tiers.get(customer)}, recomputed ${tier}`);
    }
    results.push({ ours, peer });
  }
  const ratio = summarise(results.map(({ ours, peer }) => ours / peer));
  return {
    ...{ id: 'P7', what: 'exact ladder, one update at 1 M customers' },
    ours: { ...summarise(results.map(({ ours }) => ours)), unit: 'ms' },
    peer: { ...summarise(results.map(({ peer }) => peer)), unit: 'ms', what: 'full recompute' },
    ...{ ratio, target: '≤ 1/10,000', met: ratio.median <= 1 / 10_000 },
    notes: {
      mismatches: 0,
      'tier changes': changes,
      'MiB of the ladder': Math.round(
        (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20,
      ),
    },
  };
}
