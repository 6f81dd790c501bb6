import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../signals/seeded-random.fixture.js';
import { clusterCustomers, clusterOf, type Clustering } from './cluster-customers.js';
import type { FeatureValues } from './cluster-features.js';
import { matchClusters } from './match-clusters.js';

const customer = (silence: number, days: number, net: number): FeatureValues => ({
  'silence-days': silence,
  'purchase-days': days,
  'net-amount': net,
  'order-value': net / days,
  'typical-gap-days': 300 / days,
  'customer-age-days': 300,
  'product-count': days,
});
const BIG = customer(3, 40, 90_000);
const SMALL = customer(40, 8, 400);
const GONE = customer(300, 1, 20);
/** So many of each kind, all a little different. */
function crowd(counts: readonly (readonly [FeatureValues, number])[], seed: number): FeatureValues[] {
  const random = seededRandom(seed);
  return counts.flatMap(([like, count]) =>
    Array.from({ length: count }, () => {
      const around = ([name, value]: [string, number | null]) => [name, value! * (0.95 + random() * 0.1)];
      return Object.fromEntries(Object.entries(like).map(around as never)) as FeatureValues;
    }),
  );
}
const groupsOf = (customers: readonly FeatureValues[]): Clustering => clusterCustomers(customers, seededRandom(7));

describe('matchClusters', () => {
  const first = matchClusters(
    groupsOf(
      crowd(
        [
          [BIG, 60],
          [SMALL, 40],
        ],
        1,
      ),
    ),
    [],
    0,
  );

  it('numbers the clusters of a first fit by their size', () => {
    expect(first.highest).toBe(2);
    expect([BIG, SMALL].map((one) => clusterOf(one, first.clustering))).toEqual(['c1', 'c2']);
  });

  it('leaves a number with the customers who are alike, though another cluster is the largest now', () => {
    const again = groupsOf(
      crowd(
        [
          [BIG, 30],
          [SMALL, 90],
        ],
        2,
      ),
    );
    expect(clusterOf(SMALL, again)).toBe('c1');
    const { clustering, highest } = matchClusters(again, first.clustering.clusters, 2);
    expect(highest).toBe(2);
    expect([BIG, SMALL].map((one) => clusterOf(one, clustering))).toEqual(['c1', 'c2']);
    expect(clustering.clusters.map(({ name, size }) => [name, size])).toEqual([
      ['c2', 90],
      ['c1', 30],
    ]);
  });

  it('gives a number that none has had to what is like none before', () => {
    const more = groupsOf(
      crowd(
        [
          [GONE, 80],
          [BIG, 30],
          [SMALL, 50],
        ],
        3,
      ),
    );
    const { clustering, highest } = matchClusters(more, first.clustering.clusters, 4);
    expect([BIG, SMALL, GONE].map((one) => clusterOf(one, clustering))).toEqual(['c1', 'c2', 'c5']);
    expect(highest).toBe(5);
  });

  it('says of the same customers the same, fit after fit', () => {
    const customers = crowd(
      [
        [BIG, 30],
        [SMALL, 50],
        [GONE, 20],
      ],
      4,
    );
    const one = matchClusters(groupsOf(customers), [], 0);
    const two = matchClusters(groupsOf([...customers].reverse()), one.clustering.clusters, one.highest);
    expect(two.highest).toBe(one.highest);
    for (const each of customers) expect(clusterOf(each, two.clustering)).toBe(clusterOf(each, one.clustering));
  });
});
