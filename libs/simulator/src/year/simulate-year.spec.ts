import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { OrderSubmission } from '@orderweave/contracts';
import { localDay, monthOf, parseDay } from '@orderweave/domain-ordering';
import { Compile } from 'typebox/compile';
import type { SimulatedDay } from '../orders/simulated-message.js';
import { simulateYear, type SimulatedYear, type YearOptions } from './simulate-year.js';
import { goodsAmount, netAmounts } from './truth.js';

const OPTIONS: YearOptions = {
  ...{ seed: 7, customers: 2000, channels: 3, endDay: parseDay('2026-11-22'), days: 365 },
  ...{ timeZone: 'Asia/Shanghai', currency: 'CNY' },
};
const digest = (days: Iterable<SimulatedDay>) => {
  const hash = createHash('sha256');
  for (const day of days) hash.update(JSON.stringify(day));
  return hash.digest('hex');
};

describe('a simulated year', () => {
  let year: SimulatedYear;
  let days: SimulatedDay[];
  beforeAll(() => {
    year = simulateYear(OPTIONS);
    days = [...year];
  });
  const messages = () => days.flatMap((day) => day.messages);
  const share = (...kinds: string[]) =>
    messages().filter(({ kind }) => kinds.includes(kind)).length /
    messages().filter(({ kind }) => kind === 'order' || kind === 'late').length;

  it('is the same, byte by byte, for the same seed, and another for another', () => {
    const few = { ...OPTIONS, customers: 60 };
    expect(digest(simulateYear(few))).toBe(digest(simulateYear(few)));
    expect(digest(simulateYear({ ...few, seed: 8 }))).not.toBe(digest(simulateYear(few)));
  });

  it('has every local day once and every message on the day on which it is sent', () => {
    expect(days.map(({ day }) => day)).toEqual(Array.from({ length: 365 }, (_, index) => year.firstDay + index));
    expect(days.at(-1)?.day).toBe(OPTIONS.endDay);
    for (const { day, messages } of days) {
      for (const { at } of messages) expect(localDay(at, OPTIONS.timeZone)).toBe(day);
    }
  });

  it('has the size and the mishaps that it promises', () => {
    expect(messages().length).toBeGreaterThan(20_000);
    expect(messages().length).toBeLessThan(30_000);
    expect(share('cancellation')).toBeCloseTo(0.02, 2);
    expect(share('refund')).toBeCloseTo(0.02, 2);
    expect(share('correction')).toBeCloseTo(0.03, 2);
    expect(share('duplicate')).toBeCloseTo(0.016, 2);
    expect(share('late')).toBeCloseTo(0.02, 2);
    expect(share('malformed')).toBeCloseTo(0.003, 2);
    expect(share('malformed')).toBeGreaterThan(0.001);
  });

  it('writes submissions that fit the contract, and malformed ones that do not', () => {
    const schema = Compile(OrderSubmission);
    for (const { kind, body } of messages()) {
      if (schema.Check(body) !== (kind !== 'malformed')) throw new Error(`${kind}: ${JSON.stringify(body)}`);
    }
  });

  it('knows seasons: 11.11 is the busiest day, and few buy in the week of the Chinese new year', () => {
    const sent = (text: string) => days.find(({ day }) => day === parseDay(text))?.messages.length ?? 0;
    expect(sent('2026-11-11')).toBe(Math.max(...days.map(({ messages }) => messages.length)));
    expect(sent('2026-02-19')).toBeLessThan(sent('2026-03-19') / 2);
  });

  it('recognises who buys in two channels by an identifier in common, and never mixes two customers', () => {
    const owners = new Map<string, number>();
    let two = 0;
    for (const { index, identities } of year.truth().customers) {
      const texts = identities.flatMap(({ channel, identifiers }) =>
        identifiers.map(({ kind, value }) => (kind === 'customer-id' ? `${channel.name}/${value}` : value)),
      );
      for (const text of texts) expect(owners.get(text) ?? index).toBe(index);
      for (const text of texts) owners.set(text, index);
      if (identities.length === 2) {
        two++;
        expect(new Set(texts).size).toBe(3);
      }
    }
    expect(two / 2060).toBeCloseTo(0.15, 1);
  });

  it('agrees with its truth: the orders of a month, added up by hand, are its net amounts', () => {
    const truth = year.truth();
    const expected = new Map<string, number>();
    for (const { customer, order } of truth.orders.values()) {
      const dated = truth.orders.get(`${order.channel}/${order.refundsOrder ?? order.externalId}`)?.order;
      if (
        customer === null ||
        !dated ||
        [order, dated].some(({ status }) => status === 'cancelled' || status === 'quote')
      )
        continue;
      const key = `${customer} ${monthOf(localDay(Date.parse(dated.placedAt), OPTIONS.timeZone))}`;
      const goods = order.lines.reduce(
        (sum, { quantity, unitPrice, discount = 0 }) => sum + Number(quantity) * Number(unitPrice) - Number(discount),
        0,
      );
      const refunds = (order.refunds ?? []).reduce((sum, { amount }) => sum + Number(amount), 0);
      expected.set(key, (expected.get(key) ?? 0) + goods - refunds);
    }
    const actual = netAmounts(truth, OPTIONS.timeZone);
    let compared = 0;
    for (const [customer, months] of actual) {
      for (const [month, amount] of months) {
        expect(Number(amount) / 1e12).toBeCloseTo(expected.get(`${customer} ${month}`) ?? NaN, 4);
        compared++;
      }
    }
    expect(compared).toBe(expected.size);
    expect(compared).toBeGreaterThan(8000);
  });

  it('never refunds more of an order than it was worth, and some of them wholly', () => {
    const { orders } = year.truth();
    let wholly = 0;
    for (const { order } of orders.values()) {
      const target = order.refundsOrder ? orders.get(`${order.channel}/${order.refundsOrder}`)?.order : order;
      if (!target || (order.kind === 'credit-note' && !order.refundsOrder)) continue;
      const left = target === order ? goodsAmount(order) : goodsAmount(target) + goodsAmount(order);
      expect(left >= 0n).toBe(true);
      if (left === 0n) wholly++;
    }
    expect(wholly).toBeGreaterThan(50);
  });

  it('buys by the process it names: nobody after its death day, gaps with the mean of its rate', () => {
    let observed = 0;
    let expected = 0;
    for (const { purchaseDays, deathDay, lambda, k } of year.truth().customers) {
      if (deathDay !== null) expect(purchaseDays.at(-1)).toBe(deathDay);
      // Only frequent buyers: for the others the end of the year cuts off the long gaps.
      if (lambda < 0.3 || purchaseDays.length < 10) continue;
      observed += (purchaseDays.at(-1) ?? 0) - (purchaseDays[0] ?? 0);
      expected += (purchaseDays.length - 1) * (k / lambda);
    }
    expect(observed / expected).toBeGreaterThan(0.9);
    expect(observed / expected).toBeLessThan(1.1);
  });

  it('ends at the instant asked for', () => {
    const until = Date.parse('2026-11-22T04:00:00Z');
    const last = [...simulateYear({ ...OPTIONS, until })].at(-1);
    expect(last?.messages.length).toBeGreaterThan(0);
    expect(last?.messages.every(({ at }) => at <= until)).toBe(true);
    expect(last?.messages.length).toBeLessThan(days.at(-1)?.messages.length ?? 0);
  });
});
