import { describe, expect, it } from '@jest/globals';
import { parseAmount } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { seededRandom } from '../signals/seeded-random.fixture.js';
import { clusterCustomers, clusterOf } from './cluster-customers.js';
import { clusterFeaturesOf, type FeatureValues } from './cluster-features.js';
import { describeCluster } from './describe-cluster.js';
import { assignRows, kMeans } from './k-means.js';
import { meanSilhouette } from './silhouette.js';
import type { Points } from './standardise.js';

const pointsOf = (rows: number[][]): Points => ({
  values: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
});

describe('kMeans', () => {
  it('finds the best partition of few points, as trying all of them does', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
      minLength: 3,
      maxLength: 7,
    });
    let exact = 0;
    fc.assert(
      fc.property(rows, fc.nat(), (drawn, seed) => {
        const points = pointsOf(drawn);
        const { inertia, centres, nearest } = kMeans(points, {
          k: 2,
          random: seededRandom(seed),
          starts: 12,
          steps: 50,
        });
        let least = Number.POSITIVE_INFINITY;
        for (let mask = 0; mask < 2 ** drawn.length; mask++) {
          const groups = [0, 1].map((side) => drawn.filter((_, index) => ((mask >> index) & 1) === side));
          least = Math.min(
            least,
            groups.reduce((sum, group) => sum + spread(group), 0),
          );
        }
        expect(inertia).toBeGreaterThanOrEqual(least - 1e-9);
        if (inertia <= least + 1e-9) exact++;
        expect(assignRows(points, centres).nearest).toEqual(nearest);
      }),
      { numRuns: 200, seed: 4 },
    );
    expect(exact).toBeGreaterThanOrEqual(195);
  });
});

function spread(group: readonly (readonly number[])[]): number {
  return [0, 1].reduce((sum, column) => {
    const mean = group.reduce((total, row) => total + row[column]!, 0) / group.length;
    return group.reduce((total, row) => total + (row[column]! - mean) ** 2, sum);
  }, 0);
}

describe('meanSilhouette', () => {
  it('is as worked out by hand', () => {
    // a: 1, b: (9 + 10) / 2 for 0; a: 1, b: (8 + 9) / 2 for 1; the like on the other side.
    const points = pointsOf([[0], [1], [9], [10]]);
    const expected = ((9.5 - 1) / 9.5 + (8.5 - 1) / 8.5) / 2;
    expect(meanSilhouette(points, Uint32Array.from([0, 0, 1, 1]), 2)).toBeCloseTo(expected, 12);
    expect(meanSilhouette(points, Uint32Array.from([0, 1, 0, 1]), 2)).toBeLessThan(0);
    expect(meanSilhouette(points, Uint32Array.from([0, 0, 0, 1]), 2)).toBeLessThan(expected);
    expect(meanSilhouette(points, Uint32Array.from([0, 0, 0, 0]), 2)).toBe(0);
  });
});

/** Three kinds of customers: frequent and large, frequent and small, fading. */
function customers(random: () => number, each: number): FeatureValues[] {
  const around = (value: number): number => value * Math.exp((random() - 0.5) * 0.6);
  const kind = (silence: number, days: number, net: number): FeatureValues => ({
    'silence-days': around(silence),
    'purchase-days': around(days),
    'net-amount': around(net),
    'order-value': around(net / days),
    'typical-gap-days': around(365 / days),
    'customer-age-days': around(700),
    'product-count': around(6),
  });
  return Array.from({ length: each }, () => [kind(4, 60, 90_000), kind(5, 50, 900), kind(200, 2, 300)]).flat();
}

describe('clusterCustomers', () => {
  const drawn = customers(seededRandom(3), 120);

  it('finds the kinds that there are, and as many', () => {
    const found = clusterCustomers(drawn, seededRandom(1));
    expect(found.clusters.map(({ name, size }) => [name, size])).toEqual([
      ['c1', 120],
      ['c2', 120],
      ['c3', 120],
    ]);
    const best = found.silhouettes.toSorted((a, b) => b.silhouette - a.silhouette)[0]!;
    expect(best).toMatchObject({ k: 3 });
    expect(best.silhouette).toBeGreaterThan(0.5);
    const names = drawn.map((customer) => clusterOf(customer, found));
    for (let index = 3; index < names.length; index++) expect(names[index]).toBe(names[index % 3]);
    expect(new Set(names.slice(0, 3)).size).toBe(3);
  });

  it('says in words how a cluster differs from the mean', () => {
    const found = clusterCustomers(drawn, seededRandom(1));
    const worded = found.clusters.map((cluster) => describeCluster(cluster, 'en')).sort();
    expect(worded).toEqual([
      'silent for long (by far), long gaps between orders (by far), orders seldom (by far) (33 % of customers)',
      'small orders, ordered just lately, short gaps between orders (33 % of customers)',
      'spends much (by far), large orders, orders often (33 % of customers)',
    ]);
    expect(describeCluster(found.clusters[0]!, 'zh-CN')).toContain('占客户 33%');
  });

  it('is the same for the same seed, and fits a sample of many', () => {
    const policy = { kLeast: 2, kMost: 5, starts: 2, steps: 30, fitMost: 90, silhouetteMost: 45 };
    const once = clusterCustomers(drawn, seededRandom(8), policy);
    expect(clusterCustomers(drawn, seededRandom(8), policy)).toEqual(once);
    expect(once.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(360);
    expect(once.clusters).toHaveLength(3);
  });

  it('makes one cluster of few or like customers, and of none', () => {
    const [one] = drawn;
    for (const few of [[], drawn.slice(0, 9), Array.from({ length: 50 }, () => one!)]) {
      const { clusters, silhouettes } = clusterCustomers(few, seededRandom(1));
      expect(clusters).toHaveLength(1);
      expect(clusters[0]!.size).toBe(few.length);
      expect(silhouettes).toEqual([]);
      expect(describeCluster(clusters[0]!, 'zh-CN')).toContain('各方面接近平均');
    }
  });
});

describe('clusterFeaturesOf', () => {
  it('takes the trailing year, and the whole age', () => {
    const order = (placedOn: number, amount: number, purchase: boolean, products: string[]) => ({
      placedOn,
      amount: parseAmount(amount),
      purchase,
      products,
      channel: 'rep',
      categories: [],
    });
    const orders = [
      order(0, 500, true, ['z']),
      order(36, 100, true, ['a']),
      order(50, 60, true, ['a', 'b']),
      order(60, -10, false, []),
    ];
    expect(clusterFeaturesOf({ orders }, 400)).toEqual({
      'silence-days': 350,
      'purchase-days': 2,
      'net-amount': 150,
      'order-value': 75,
      'typical-gap-days': 14,
      'customer-age-days': 400,
      'product-count': 2,
    });
    expect(clusterFeaturesOf({ orders }, 401)).toMatchObject({ 'purchase-days': 1, 'typical-gap-days': null });
    expect(clusterFeaturesOf({ orders }, 415)).toBeNull();
  });
});
