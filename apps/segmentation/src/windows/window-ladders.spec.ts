import { describe, expect, it } from '@jest/globals';
import { parseAmount, TenantDirectory } from '@orderweave/domain-ordering';
import type { WindowFigures } from '@orderweave/domain-segmentation';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { segmentationPolicy } from '../policies/segmentation-policy.js';
import type { StoredWindow } from './customer-window.store.js';
import { WindowLadders } from './window-ladders.js';

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

describe('the ladders over windows', () => {
  const rebuilt = (): WindowLadders => {
    const ladders = new WindowLadders(policy);
    ladders.rebuild([
      row('a', 50, 2, ['high', 'champions']),
      row('b', 40, 1, ['mid', 'champions']),
      row('c', 30, 1, ['low', 'loyal']),
    ]);
    return ladders;
  };
  const told = (standings: { customerId: string; band: string | null; group: string | null }[]) =>
    standings.map(({ customerId, band, group }) => `${customerId} ${band} ${group}`).sort();

  it('tell at once whom they were asked of and whose band moved, and once a day whose group others moved', () => {
    const ladders = rebuilt();
    expect(told(ladders.settle([]))).toEqual([]);
    expect(told(ladders.settleAll())).toEqual([]);
    ladders.keep();
    ladders.set('d', figures(45, 3, 101));
    expect(told(ladders.settle(['d']))).toEqual(['b low potential-loyalist', 'd mid champions']);
    expect(told(ladders.settle([]))).toEqual([]);
    // The others are no longer the most recent: c fell behind by that alone, and a is still a champion.
    expect(told(ladders.settleAll())).toEqual([
      'a high champions',
      'b low potential-loyalist',
      'c low promising',
      'd mid champions',
    ]);
    expect(told(ladders.settleAll())).toEqual([]);
  });

  it('tell after a rebuild what was published and no longer holds', () => {
    const ladders = new WindowLadders(policy);
    ladders.rebuild([row('a', 50, 2, ['low', 'lost']), row('b', 40, 1, ['low', 'lost'])]);
    expect(told(ladders.settle([]))).toEqual(['a high champions']);
    expect(told(ladders.settleAll())).toHaveLength(2);
  });

  it('go back to where they were after a rollback, or must be rebuilt if a day had been settled', () => {
    const ladders = rebuilt();
    ladders.settle([]);
    ladders.keep();
    ladders.set('c', figures(90, 1));
    expect(told(ladders.settle(['c']))).toHaveLength(3);
    ladders.revert();
    expect(ladders.isLost).toBe(false);
    expect(told(ladders.settle(['a', 'b', 'c']))).toEqual(told(rebuilt().settle(['a', 'b', 'c'])));
    ladders.settleAll();
    ladders.revert();
    expect(ladders.isLost).toBe(true);
  });
});
