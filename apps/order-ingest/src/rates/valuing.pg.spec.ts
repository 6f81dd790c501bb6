import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderSubmission, RecordedOrder } from '@orderweave/contracts';
import { compareRevisions, type ExchangeRate, recordOrder, tenantSettings } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { openRates, TENANT } from './rates.fixture.js';

const CURRENCIES = ['EUR', 'USD', 'CNY'];
const day = (n: number): string => `2026-03-0${n}`;
const order = fc
  .record({
    id: fc.integer({ min: 1, max: 6 }),
    at: fc.integer({ min: 1, max: 9 }),
    currency: fc.constantFrom(...CURRENCIES),
    placed: fc.integer({ min: 1, max: 9 }),
    price: fc.constantFrom('10', '14.665', '0'),
    kind: fc.constantFrom('order' as const, 'order' as const, 'credit-note' as const),
    refund: fc.option(fc.constantFrom('1.5', '3'), { nil: undefined }),
    target: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  })
  .map(({ id, at, currency, placed, price, kind, refund, target }): OrderSubmission => {
    const isOrder = kind === 'order';
    return {
      ...{ channel: 'shop', externalId: String(id), kind, currency, placedAt: `${day(placed)}T04:00:00Z` },
      updatedAt: `2026-03-1${at}T00:00:00Z`,
      lines: [{ sku: 'S', quantity: 2, unitPrice: price }],
      ...(isOrder && refund !== undefined && { refunds: [{ id: 'r1', amount: refund }] }),
      ...(!isOrder && target !== undefined && { refundsOrder: String(target) }),
    };
  });
const rate = fc.record({
  currency: fc.constantFrom('EUR', 'USD'),
  from: fc.integer({ min: 1, max: 9 }).map(day),
  rate: fc.constantFrom('7', '7.8312', '0.000000001', '12'),
});
const rates = fc.uniqueArray(rate, { maxLength: 6, size: 'max', selector: ({ currency, from }) => currency + from });
type Step =
  | { readonly orders: OrderSubmission[] }
  | { readonly rate: ExchangeRate; readonly restart: boolean }
  | { readonly value: true };
const others = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.array(order, { minLength: 1, maxLength: 3 }).map((orders): Step => ({ orders })) },
    { weight: 1, arbitrary: fc.constant<Step>({ value: true }) },
  ),
  { minLength: 1, maxLength: 14, size: 'max' },
);
const runs = { numRuns: Number(process.env['CONVERGENCE_RUNS'] ?? 25) };

describe('orders that wait for a rate', () => {
  let rig: Awaited<ReturnType<typeof openRates>>;
  beforeAll(async () => void (rig = await openRates()));
  afterAll(() => rig.close());
  beforeEach(() => rig.clear());

  /** Carries out steps; `afterRate` comes after each rate. Returns the orders sent and the rates stated. */
  async function play(steps: readonly Step[], afterRate?: (known: readonly ExchangeRate[]) => Promise<void>) {
    await rig.clear();
    const sent: OrderSubmission[] = [];
    const known: ExchangeRate[] = [];
    const configured: ExchangeRate[] = [];
    for (const step of steps) {
      if ('orders' in step) {
        await rig.admit(step.orders);
        sent.push(...step.orders);
      } else if ('value' in step) await rig.valueOne();
      else {
        known.push(step.rate);
        if (step.restart) configured.push(step.rate);
        await (step.restart ? rig.restart(configured) : rig.state([step.rate]));
        await afterRate?.(known);
      }
    }
    return { sent, known };
  }

  it('come to what they would be, had all rates been known from the start', async () => {
    const history = fc.tuple(others, rates, fc.infiniteStream(fc.nat())).map(([steps, stated, at]) => {
      // From the latest day to the earliest, so that no rate is ever put in the place of one that an order was converted by.
      const latestFirst = [...stated].sort((a, b) => (a.from < b.from ? 1 : -1));
      const all = [...steps];
      let place = 0;
      for (const one of latestFirst) {
        place += (at.next().value ?? 0) % (all.length - place + 1);
        all.splice(place++, 0, { rate: one, restart: (at.next().value ?? 0) % 3 === 0 });
      }
      return all;
    });
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (steps, random) => {
        const { sent, known } = await play(steps);
        await rig.valueAll();
        const wise = tenantSettings({ tenant: TENANT, rates: known });
        const expected = newestOf(sent.map((one) => recordOrder(one, wise)));
        // In any order, and each message twice: who reads the log comes to the same.
        const log = [...rig.published, ...rig.published]
          .map((one) => ({ one, at: random.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at);
        expect(newestOf(log.map(({ one }) => one))).toEqual(expected);
        expect(await rig.waiting()).toEqual(waitingIn(expected));
        const told = rig.published.map(
          (one) => `${one.externalId} ${JSON.stringify(one.revision)} ${one.value ?? '?'}`,
        );
        expect(new Set(told).size).toBe(told.length);
        const before = rig.published.length;
        await rig.valueAll();
        expect(rig.published).toHaveLength(before);
      }),
      runs,
    );
  });

  it('get the rate that covers their day first, and keep it', async () => {
    const history = fc
      .tuple(
        fc.array(order, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(rate, fc.nat({ max: 8 })), { maxLength: 6 }),
      )
      .map(([orders, stated]) => {
        const steps: Step[] = orders.map((one) => ({ orders: [one] }));
        for (const [one, at] of stated) steps.splice(at % (steps.length + 1), 0, { rate: one, restart: false });
        return steps;
      });
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        await play(steps, () => rig.valueAll());
        const model = new Map<string, { order: OrderSubmission; recorded: RecordedOrder }>();
        let known: ExchangeRate[] = [];
        for (const step of steps) {
          if ('value' in step) continue;
          if ('rate' in step) known = [...known.filter((one) => !isSameDay(one, step.rate)), step.rate];
          const settings = tenantSettings({ tenant: TENANT, rates: known });
          for (const one of 'orders' in step ? step.orders : []) {
            const recorded = recordOrder(one, settings);
            const other = model.get(one.externalId)?.recorded;
            if (!other || compareRevisions(recorded.revision, other.revision) > 0)
              model.set(one.externalId, { order: one, recorded });
          }
          for (const [id, { order: one, recorded }] of model)
            if (recorded.value === undefined) model.set(id, { order: one, recorded: recordOrder(one, settings) });
        }
        expect(newestOf(rig.published)).toEqual(newestOf([...model.values()].map(({ recorded }) => recorded)));
      }),
      runs,
    );
  });

  const euro = (externalId: string, minute = 0): OrderSubmission => ({
    ...{ channel: 'shop', externalId, currency: 'EUR', placedAt: '2026-03-02T04:00:00Z' },
    updatedAt: `2026-03-02T04:${String(minute).padStart(2, '0')}:00Z`,
    lines: [{ sku: 'S', quantity: 1, unitPrice: String(minute + 1) }],
  });

  it('are left to the newer revision that somebody is just writing', async () => {
    await rig.admit([euro('1'), euro('2')]);
    await rig.state([{ currency: 'EUR', from: day(1), rate: '8' }]);
    rig.published.length = 0;
    await rig.recording.transaction(async (tx) => {
      // Judged with the rate: it has its value at once, and what waited has nothing to say any more.
      await rig.admitWithin(tx, [euro('1', 5)]);
      await rig.valueAll();
      expect(rig.published.map(({ externalId, value }) => [externalId, value])).toEqual([['2', '8']]);
    });
    await rig.valueAll();
    expect(rig.published.map(({ externalId, value }) => [externalId, value])).toEqual([
      ['2', '8'],
      ['1', '48'],
    ]);
    expect(await rig.waiting()).toEqual([]);
  });

  it('are valued batch by batch, each once, and a new process goes on where the last one ended', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => String(index).padStart(4, '0'));
    await rig.admit(ids.map((id) => euro(id)));
    await rig.state([{ currency: 'EUR', from: day(2), rate: '8' }]);
    rig.published.length = 0;
    expect(await rig.valueOne()).toBe(true);
    const first = rig.published.length;
    expect(first).toBeLessThan(ids.length);
    expect(await rig.waiting()).toHaveLength(ids.length - first);
    expect(await rig.store.count(rig.database, 10)).toEqual(new Map([['shop', ids.length - first]]));
    await rig.restart([]);
    await rig.valueAll();
    expect(rig.published.map(({ externalId }) => externalId).sort()).toEqual(ids);
    expect(await rig.store.count(rig.database, 10)).toEqual(new Map());
  });

  it('are valued by a process to which another one stated the rate', async () => {
    await rig.admit([euro('1')]);
    await rig.stateElsewhere([{ currency: 'EUR', from: day(1), rate: '8' }]);
    expect(rig.settings().rates).toEqual([]);
    await rig.refresh();
    await rig.valueAll();
    expect(rig.published.map(({ value }) => value)).toEqual([undefined, '8']);
  });

  it('take a rate that a person stated before the configured one, which goes when the configuration drops it', async () => {
    await rig.restart([
      { currency: 'EUR', from: day(1), rate: '7' },
      { currency: 'EUR', from: day(3), rate: '7.5' },
      { currency: 'EUR', from: day(3), rate: '9' },
    ]);
    expect(
      rig
        .settings()
        .rates.map((one) => one.rate)
        .sort(),
    ).toEqual(['7', '7.5']);
    await rig.state([{ currency: 'EUR', from: day(1), rate: '8' }]);
    await rig.restart([{ currency: 'EUR', from: day(1), rate: '7' }]);
    expect(rig.settings().rates).toEqual([{ currency: 'EUR', from: day(1), rate: '8' }]);
  });
});

/** The state that the messages define, by external id. */
function newestOf(messages: readonly RecordedOrder[]): RecordedOrder[] {
  const newest = new Map<string, RecordedOrder>();
  for (const one of messages) {
    const other = newest.get(one.externalId);
    const newer = other ? compareRevisions(one.revision, other.revision) : 1;
    if (newer > 0 || (newer === 0 && other?.value === undefined)) newest.set(one.externalId, one);
  }
  return [...newest.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
}

function waitingIn(orders: readonly RecordedOrder[]): string[] {
  return orders
    .flatMap(({ externalId, currency, placedOn, value }) =>
      value === undefined ? [`${externalId} ${currency} ${placedOn}`] : [],
    )
    .sort();
}

function isSameDay(a: ExchangeRate, b: ExchangeRate): boolean {
  return a.currency === b.currency && a.from === b.from;
}
