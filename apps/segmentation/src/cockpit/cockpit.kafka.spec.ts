import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMonths, monthBounds, monthOf, parseDay, type Day } from '@orderweave/domain-ordering';
import { customerValue, initialGapModel, summarizePurchases } from '@orderweave/domain-segmentation';
import { packHistory } from '../ledger/history-text.js';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

const key = (name: string, role: string, tenant = 'acme-cockpit') => ({ name, role, tenant });
type Json = Record<string, unknown> & { months: Record<string, unknown>[]; items: Record<string, unknown>[] };

/** Orders of each customer: day, net amount, and whether it is a purchase (else a credit note of its own). */
const ORDERS: Record<string, [string, string, boolean?][]> = {
  ann: [
    ['2025-01-10', '100'],
    ['2025-01-20', '50'],
    ['2025-03-05', '30'],
  ],
  bob: [
    ['2025-01-15', '40'],
    ['2025-01-15', '20'],
    ['2025-02-01', '-5', false],
  ],
  cat: [
    ['2025-02-28', '10'],
    ['2025-03-01', '14.665'],
  ],
};

describe('cockpit and demand over HTTP', () => {
  let service: ServedSegmentation;

  beforeAll(async () => {
    service = await serveSegmentation([
      key('ana', 'analyst'),
      key('rep', 'rep'),
      key('else', 'admin', 'other-cockpit'),
    ]);
    const today = parseDay('2025-04-01');
    await service.database.pool.query(
      `WITH turned AS (INSERT INTO turned_day (tenant, day) VALUES ('acme-cockpit', $2))
       INSERT INTO tenant_clock (tenant, mode, now_ms, target_day) VALUES ('acme-cockpit', 'manual', $1, $2)`,
      [today * 86_400_000, today],
    );
    for (const [id, orders] of Object.entries(ORDERS)) await addCustomer(id, orders);
    for (const [id, month, tier] of [
      ['ann', '2025-01', 'A'],
      ['bob', '2025-01', 'B'],
      ['cat', '2025-02', 'A'],
      ['ann', '2025-03', 'A'],
      ['cat', '2025-03', 'C'],
    ]) {
      await service.database.pool.query(
        `INSERT INTO month_tier (tenant, month, customer_id, live_tier, changes) VALUES ('acme-cockpit', $1, $2, $3, 1)`,
        [month, id, tier],
      );
    }
    await service.database.pool.query(`UPDATE customer SET risk = 'lost' WHERE customer_id = 'bob'`);
    await service.database.pool.query(`UPDATE customer SET risk = 'at-risk' WHERE customer_id = 'cat'`);
  });
  afterAll(() => service?.stop());

  async function addCustomer(id: string, orders: [string, string, boolean?][]): Promise<void> {
    const days: Day[] = orders.map(([day]) => parseDay(day));
    const purchaseDays = days.filter((_, i) => orders[i]![2] !== false);
    const history = packHistory({ purchaseDays, documentDays: days, intentDays: [] }, new Map());
    await service.database.pool.query(
      `INSERT INTO customer (tenant, customer_id, version, history, known_since, model_version) VALUES ('acme-cockpit', $1, 1, $2, $3, 0)`,
      [id, history, days[0]],
    );
    for (const [i, [day, amount, purchase = true]] of orders.entries()) {
      await service.database.pool.query(
        `INSERT INTO ledger_entry VALUES ('acme-cockpit', $1, $2, 1, $3, $4, true, $5, false)`,
        [id, `web/${id}-${i}`, parseDay(day), amount, purchase],
      );
      await service.database.pool.query(
        `INSERT INTO month_amount AS m VALUES ('acme-cockpit', $1, $2, $3, 1)
         ON CONFLICT (tenant, month, customer_id) DO UPDATE SET amount = m.amount + excluded.amount`,
        [monthOf(parseDay(day)), id, amount],
      );
    }
    await service.database.pool.query(
      `INSERT INTO customer_window (tenant, customer_id, net_amount, purchase_days, recent_purchase_days)
       SELECT 'acme-cockpit', $1, sum(amount), 0, 0 FROM ledger_entry WHERE customer_id = $1`,
      [id],
    );
  }

  async function get(path: string, as = 'ana'): Promise<[number, Json]> {
    const response = await fetch(`${service.url}/v1/${path}`, { headers: { authorization: `Bearer ${as}` } });
    return [response.status, (await response.json()) as Json];
  }

  it('tells months: tiers, who bought, order value, repurchase', async () => {
    const [status, body] = await get('cockpit?from=2025-01&to=2025-03');
    expect([status, body]).toMatchObject([
      200,
      { asOf: '2025-04-01', from: '2025-01', to: '2025-03', currency: 'CNY' },
    ]);
    const [january, february, march] = body.months;
    expect(january).toMatchObject({
      ...{ month: '2025-01', buyers: 2, newCustomers: 2, orders: 4, orderAmount: '210', netAmount: '210' },
      // Two purchase days: Ann. Bob's two orders were on one day.
      ...{ averageOrderValue: '52.50', repurchaseRate: 0.5 },
      tiers: [
        { tier: 'A', customers: 1, netAmount: '150', share: 0.714286 },
        { tier: 'B', customers: 1, netAmount: '60', share: 0.285714 },
        { tier: 'C', customers: 0, netAmount: '0', share: 0 },
        { tier: 'D', customers: 0, netAmount: '0', share: 0 },
      ],
    });
    expect(february).toMatchObject({
      buyers: 1,
      newCustomers: 1,
      orders: 1,
      orderAmount: '10',
      netAmount: '5',
      repurchaseRate: 0,
    });
    // Ann without a document, and Bob with his credit note.
    expect((february!['tiers'] as unknown[])[3]).toEqual({ tier: 'D', customers: 2, netAmount: '-5', share: -1 });
    expect(march).toMatchObject({ buyers: 2, newCustomers: 0, orderAmount: '44.665', averageOrderValue: '22.33' });
    expect(body['total']).toMatchObject({
      buyers: 3,
      newCustomers: 3,
      orders: 7,
      orderAmount: '264.665',
      repurchaseRate: 0.666667,
    });
    expect(body['contribution']).toMatchObject([
      { tier: 'A', customers: 3, netAmount: '190' },
      { tier: 'B', customers: 1, netAmount: '60' },
      { tier: 'C', customers: 1, netAmount: '14.665' },
      { tier: 'D', customers: 3, netAmount: '-5' },
    ]);
  });

  it('tells cohorts by the month of the first purchase day, and what is at risk', async () => {
    const [, body] = await get('cockpit?from=2025-01&to=2025-03');
    expect(body['cohorts']).toEqual([
      { cohort: '2025-01', size: 2, active: [2, 0, 1], retention: [1, 0, 0.5] },
      { cohort: '2025-02', size: 1, active: [1, 1], retention: [1, 1] },
      { cohort: '2025-03', size: 0, active: [0], retention: [0] },
    ]);
    expect(body['revenueAtRisk']).toEqual({
      ...{ basis: 'net-365d', amount: '79.665' },
      atRisk: { customers: 1, netAmount365: '24.665', valueToCome: null },
      lost: { customers: 1, netAmount365: '55', valueToCome: null },
    });
    // By the first gap model Bob would be lost later than today, so it counts today, in April.
    expect(initialGapModel(0).tenantMedianGap * 6).toBeGreaterThan(
      monthBounds('2025-03').last - parseDay('2025-01-15'),
    );
    const [, later] = await get('cockpit?from=2025-02&to=2025-04');
    expect(later.months.map((month) => month['lostCustomers'])).toEqual([0, 0, 1]);
    expect(later['cohorts']).toMatchObject([{ cohort: '2025-02', size: 1 }, { size: 0 }, { size: 0 }]);
    expect(later.months[0]).toMatchObject({ newCustomers: 1 });
  });

  it('goes to the month of the clock and a year back unless told', async () => {
    const [, body] = await get('cockpit');
    expect([body['from'], body['to'], body.months.length]).toEqual([addMonths('2025-04', -11), '2025-04', 12]);
  });

  it('tells demand of whole periods, up to the day before today, with a forecast', async () => {
    const [status, body] = await get('demand?period=month&horizon=2');
    expect([status, body]).toMatchObject([200, { asOf: '2025-03-31', period: 'month', currency: 'CNY' }]);
    expect(body.items).toEqual([
      { from: '2025-02-01', to: '2025-02-28', netAmount: '5', orders: 1 },
      { from: '2025-03-01', to: '2025-03-31', netAmount: '44.665', orders: 2 },
    ]);
    expect(body['orders']).toMatchObject({ method: 'seasonal-naive', backtest: null });
    const [, days] = await get('demand?period=day&horizon=7&history=31');
    const told = days['netAmount'] as { season: number; periods: unknown[]; backtest: { scores: unknown[] } };
    expect([days.items.length, told.season, told.periods.length, told.backtest.scores.length]).toEqual([31, 7, 7, 3]);
    expect(days.items[0]).toEqual({ from: '2025-03-01', to: '2025-03-01', netAmount: '14.665', orders: 1 });
  });

  it('is for those who see all customers, and shows nothing of another tenant', async () => {
    expect((await get('cockpit', 'rep'))[0]).toBe(403);
    expect((await get('demand', 'rep'))[0]).toBe(403);
    const [, body] = await get('cockpit?from=2025-01&to=2025-01', 'else');
    expect(body['total']).toMatchObject({ buyers: 0, orders: 0, averageOrderValue: null, repurchaseRate: null });
    expect((await get('demand', 'else'))[1]).toMatchObject({ items: [], netAmount: null, orders: null });
  });

  it('names what is wrong with a request', async () => {
    for (const path of [
      'cockpit?from=2025-13',
      'cockpit?from=2025-02&to=2025-01',
      'cockpit?from=2020-01&to=2025-01',
      'demand?period=year',
      'demand?horizon=0',
    ]) {
      expect(await get(path)).toMatchObject([400, { errors: [{}] }]);
    }
  });

  it('counts the value to come once models are in force', async () => {
    const churn = { k: 1, r: 0.5, alpha: 40, a: 0.9, b: 1.6 } as const;
    const spend = { p: 6, q: 4, gamma: 15 };
    const training = { unusable: [], fit: { parameters: churn }, spend: { parameters: spend, hasMean: true } };
    await service.database.pool.query(
      `INSERT INTO gap_model (tenant, version, from_day, median_gap, first_day, training) VALUES ('acme-cockpit', 1, $1, 30, $1, $2)`,
      [parseDay('2025-01-10'), JSON.stringify(training)],
    );
    const asOf = parseDay('2025-04-01');
    const valueOf = (days: string[], repeats: { x: number; mean: number }) =>
      customerValue({ churn, spend, summary: summarizePurchases(days.map(parseDay), asOf)!, repeats }).discounted;
    const cat = valueOf(['2025-02-28', '2025-03-01'], { x: 1, mean: 14.665 });
    const bob = valueOf(['2025-01-15', '2025-01-15'], { x: 0, mean: 0 });
    const [, body] = await get('cockpit');
    expect(body['revenueAtRisk']).toMatchObject({
      ...{ basis: 'value-to-come', amount: (cat + bob).toFixed(2) },
      atRisk: { netAmount365: '24.665', valueToCome: cat.toFixed(2) },
      lost: { netAmount365: '55', valueToCome: bob.toFixed(2) },
    });
  });
});
