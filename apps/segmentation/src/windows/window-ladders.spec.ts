import { describe, expect, it } from '@jest/globals';
import { parseAmount, TenantDirectory } from '@orderweave/domain-ordering';
import type { WindowFigures } from '@orderweave/domain-segmentation';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { segmentationPolicy } from '../policies/segmentation-policy.js';
import type { StoredWindow } from './customer-window.store.js';
import { WindowLadders, type WindowStanding } from './window-ladders.js';

const directory = PolicyDirectory.read(TenantDirectory.parse([{ tenant: 'shop' }]));
const policy = segmentationPolicy(directory.get('shop'), 1, directory.seed('shop'));

const figures = (amount: number, purchaseDays: number, lastPurchaseOn = 100): WindowFigures => {
  return { netAmount: parseAmount(amount), purchaseDays, recentPurchaseDays: purchaseDays, lastPurchaseOn };
};
const row = (customer_id: string, amount: number, days: number, published: [string, string]): StoredWindow => ({
  ...{
    customer_id,
    net_amount: String(amount),
    purchase_days: days,
    recent_purchase_days: days,
    last_purchase_on: 100,
  },
  ...{ value_band: published[0], rfm_group: published[1] },
});

async function* pages(...all: StoredWindow[][]): AsyncGenerator<StoredWindow[]> {
  yield* await Promise.resolve(all);
}
/** Everybody that the day tells of, each once. */
const all = (ladders: WindowLadders): WindowStanding[] => [
  ...new Map([...ladders.settleAll()].flat().map((standing) => [standing.customerId, standing])).values(),
];

describe('the ladders over windows', () => {
  const rebuilt = async (): Promise<WindowLadders> => {
    const ladders = new WindowLadders(policy);
    await ladders.rebuild(
      pages([
        row('a', 50, 2, ['high', 'champions']),
        row('b', 40, 1, ['mid', 'champions']),
        row('c', 30, 1, ['low', 'loyal']),
      ]),
    );
    return ladders;
  };
  const told = (standings: { customerId: string; band: string | null; group: string | null }[]) =>
    standings.map(({ customerId, band, group }) => `${customerId} ${band} ${group}`).sort();

  it('tell at once whom they were asked of and whose band moved, and once a day whose group others moved', async () => {
    const ladders = await rebuilt();
    expect(told(ladders.settle([]))).toEqual([]);
    expect(told(all(ladders))).toEqual([]);
    ladders.keep();
    ladders.set('d', figures(45, 3, 101));
    expect(told(ladders.settle(['d']))).toEqual(['b low potential-loyalist', 'd mid champions']);
    expect(told(ladders.settle([]))).toEqual([]);
    // The others are no longer the most recent: c fell behind by that alone, and a is still a champion.
    expect(told(all(ladders))).toEqual([
      'a high champions',
      'b low potential-loyalist',
      'c low promising',
      'd mid champions',
    ]);
    expect(told(all(ladders))).toEqual([]);
  });

  it('tell after a rebuild what was published and no longer holds', async () => {
    const ladders = new WindowLadders(policy);
    await ladders.rebuild(pages([row('a', 50, 2, ['low', 'lost'])], [row('b', 40, 1, ['low', 'lost'])]));
    expect(told(ladders.settle([]))).toEqual(['a high champions']);
    expect(told(all(ladders))).toHaveLength(2);
  });

  it('go back to where they were after a rollback, or must be rebuilt if a day had been settled', async () => {
    const ladders = await rebuilt();
    ladders.settle([]);
    ladders.keep();
    ladders.set('c', figures(90, 1));
    expect(told(ladders.settle(['c']))).toHaveLength(3);
    ladders.revert();
    expect(ladders.isLost).toBe(false);
    expect(told(ladders.settle(['a', 'b', 'c']))).toEqual(told((await rebuilt()).settle(['a', 'b', 'c'])));
    all(ladders);
    ladders.revert();
    expect(ladders.isLost).toBe(true);
  });
});
