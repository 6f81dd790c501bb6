import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import { buildActivity } from './testing/build-activity.js';
import { SegmentationRig, TENANT } from './testing/segmentation-rig.js';

const START = parseDay('2025-01-01');

describe('segmentation from activity to transition', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());
  beforeEach(() => rig.clear());

  // Value bands and RFM groups, which the same orders move, have a spec of their own.
  const summary = () =>
    rig.transitions
      .filter(({ kind }) => kind !== 'value-band' && kind !== 'rfm')
      .map(({ customerId, kind, basis, month, from, to, label, cause }) =>
        [customerId, kind, basis, month, from, to, label, (cause as { type: string }).type].filter(Boolean).join(' '),
      );

  it('1. tells a first order as a new customer and, by its amount, a live tier', async () => {
    await rig.turnTo(START);
    await rig.ledger([
      { tenant: TENANT, customerId: 'c1', version: 1, identifiers: ['email:a@b.cn'], name: 'Li', owner: 'Wang' },
      buildActivity({ customerId: 'c1', order: 'web/1', day: START, amount: '10.5' }),
    ]);
    await rig.moveLadder();
    expect(summary()).toEqual(['c1 stage new order', 'c1 tier live 2025-01 A order']);
    const [stage, tier] = rig.transitions;
    expect(stage).toMatchObject({
      customer: { name: 'Li', owner: 'Wang', identifiers: ['email:a@b.cn'] },
      effectiveAt: '2025-01-01T04:00:00.000Z',
      recordedAt: '2024-12-31T16:00:00.000Z',
      cause: { type: 'order', ref: 'web/1' },
      because: { currency: 'CNY', orders: [{ order: 'web/1', placedOn: '2025-01-01', netAmount: '10.5' }] },
    });
    expect(tier?.because.inputs).toContainEqual({ name: 'ordering-customers', value: 1 });
  });

  it('2. closes a month once, and tells ups, downs, abnormal stops and sleepers at the next close', async () => {
    await rig.turnTo(START);
    const amounts = (day: number, of: Record<string, string>) =>
      Object.entries(of).map(([customerId, amount]) =>
        buildActivity({ customerId, order: `web/${customerId}-${day}`, day, amount }),
      );
    await rig.ledger(amounts(START + 5, { a: '100', b: '80', c: '60', d: '40', e: '20', f: '10' }));
    await rig.moveLadder();
    // Whoever ordered crosses by that, and not by who came last.
    const tiers = rig.transitions.filter(({ kind }) => kind === 'tier');
    expect(tiers.map(({ customerId, cause }) => [customerId, cause])).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, { type: 'order', ref: `web/${id}-${START + 5}` }]),
    );
    await rig.turnTo(parseDay('2025-02-03'));
    expect(await rig.rows('SELECT month FROM month_close')).toEqual([]);
    await rig.turnTo(parseDay('2025-02-04'));
    expect(await rig.rows('SELECT month, ordering_customers, total::float8 AS total FROM month_close')).toEqual([
      { month: '2025-01', ordering_customers: 6, total: 310 },
    ]);
    const finals = `SELECT string_agg(customer_id || final_tier, ' ' ORDER BY customer_id) AS tiers FROM month_tier WHERE month = $1`;
    expect(await rig.rows(finals, ['2025-01'])).toEqual([{ tiers: 'aA bA cB dB eB fC' }]);
    await rig.ledger(amounts(parseDay('2025-02-05'), { f: '500', c: '80', d: '70', b: '5' }));
    await rig.moveLadder();
    rig.transitions.length = 0;
    await rig.turnTo(parseDay('2025-03-04'));
    const closes = summary().filter((line) => line.includes('final'));
    expect(closes.sort()).toEqual([
      'a tier final 2025-02 A D abnormal-stop month-close',
      'b tier final 2025-02 A B down month-close',
      'e tier final 2025-02 B D abnormal-stop month-close',
      'f tier final 2025-02 C A up month-close',
    ]);
    const finalOf = (id: string) =>
      rig.transitions.find(({ basis, customerId }) => basis === 'final' && customerId === id);
    expect(finalOf('a')?.effectiveAt).toBe('2025-03-03T16:00:00.000Z');
    expect(finalOf('a')?.because.restore).toEqual({ A: '500', B: '5', C: '0.01' });
    expect(finalOf('b')?.because.restore).toEqual({ A: '495' });
    // A late refund restates January; the published tier stays beside it.
    rig.transitions.length = 0;
    await rig.ledger([{ ...amounts(START + 5, { a: '1' })[0]!, version: 2 }]);
    await rig.moveLadder();
    expect(summary().filter((line) => line.includes('restated'))).toEqual([
      'c tier restated 2025-01 B A order',
      'f tier restated 2025-01 C B order',
      'a tier restated 2025-01 A C order',
    ]);
    expect(await rig.rows(finals, ['2025-01'])).toEqual([{ tiers: 'aA bA cB dB eB fC' }]);
  });

  it('3. turns a day once, however often the message comes', async () => {
    await rig.turnTo(START);
    await rig.ledger([buildActivity({ customerId: 'a', order: 'web/1', day: START, amount: '1' })]);
    await rig.moveLadder();
    await rig.turnTo(parseDay('2025-02-04'));
    const [before] = await rig.rows<object>('SELECT count(*)::int AS closes, max(closed_at) AS at FROM month_close');
    const told = rig.transitions.length;
    await rig.repeatDay();
    expect(await rig.rows('SELECT count(*)::int AS closes, max(closed_at) AS at FROM month_close')).toEqual([before]);
    expect(rig.transitions).toHaveLength(told);
  });

  it('4. leaves a merged customer without documents, silently', async () => {
    await rig.turnTo(START + 100);
    const order = buildActivity({ customerId: 'old', order: 'web/1', day: START + 100, amount: '10' });
    await rig.ledger([order]);
    await rig.ledger([
      { ...order, version: 2, counts: false, purchase: false, netAmount: '0', cause: 'identity' },
      { tenant: TENANT, customerId: 'old', version: 2, identifiers: [], mergedInto: 'kept' },
      { ...order, customerId: 'kept', version: 2, cause: 'identity' },
    ]);
    await rig.moveLadder();
    expect(await rig.rows('SELECT customer_id, known_since, stage FROM customer ORDER BY customer_id')).toEqual([
      { customer_id: 'kept', known_since: START + 100, stage: 'new' },
      { customer_id: 'old', known_since: null, stage: 'potential' },
    ]);
    expect(await rig.rows('SELECT customer_id FROM month_amount WHERE amount > 0')).toEqual([{ customer_id: 'kept' }]);
    const last = rig.transitions.filter(({ customerId, kind }) => customerId === 'old' && kind === 'stage').at(-1);
    expect(last).toMatchObject({ from: 'new', to: 'potential', alertable: false });
  });

  it('5. gives a transition the same id when its batch is run again after a rollback', async () => {
    await rig.turnTo(START);
    await rig.ledger([buildActivity({ customerId: 'a', order: 'web/1', day: START, amount: '5' })]);
    await rig.moveLadder();
    await rig.ledger([
      buildActivity({ customerId: 'b', order: 'web/2', day: START, amount: '9' }),
      buildActivity({ customerId: 'c', order: 'web/3', day: START, amount: '9' }),
    ]);
    const first = await rig.failLadder();
    const told = rig.transitions.length;
    await rig.moveLadder();
    const again = rig.transitions
      .slice(told)
      .map(({ id }) => id)
      .sort();
    expect(first.length).toBeGreaterThan(1);
    expect(again).toEqual(first);
  });

  it('6. takes a ladder up again after a restart with one net change a customer', async () => {
    await rig.turnTo(START);
    const order = (customerId: string, amount: string) =>
      buildActivity({ customerId, order: `web/${customerId}`, day: START, amount });
    await rig.ledger(['a', 'b', 'c', 'd', 'e'].map((id, index) => order(id, String(50 - index))));
    await rig.moveLadder();
    rig.transitions.length = 0;
    // Two changes of e reach the ledger; the ladder starts anew before it has seen either.
    await rig.ledger([{ ...order('e', '48.5'), version: 2 }]);
    await rig.ledger([{ ...order('e', '99'), version: 3 }]);
    rig.restartLadder();
    await rig.moveLadder(1);
    expect(summary().sort()).toEqual([
      'a tier live 2025-01 A B order',
      'd tier live 2025-01 B C order',
      'e tier live 2025-01 C A order',
    ]);
  });
});
