import { describe, expect, it } from '@jest/globals';
import { OrderSubmission } from '@orderweave/contracts';
import { parseDay } from '@orderweave/domain-ordering';
import { Compile } from 'typebox/compile';
import type { SimulatedMessage } from '../orders/simulated-message.js';
import { simulateYear } from './simulate-year.js';
import { trickle } from './trickle.js';

const OPTIONS = {
  ...{ seed: 3, customers: 200, channels: 3, endDay: parseDay('2026-11-22'), days: 365 },
  ...{ timeZone: 'Asia/Shanghai', currency: 'CNY' },
};
const FROM = Date.parse('2026-11-22T08:00:00Z');
const take = (count: number, from = FROM): SimulatedMessage[] => {
  const live = trickle(OPTIONS, from);
  return Array.from({ length: count }, () => live.next().value as SimulatedMessage);
};

describe('the trickle of live orders', () => {
  it('goes on every few seconds with orders placed as they are sent', () => {
    const messages = take(500);
    const ats = messages.map(({ at }) => at);
    expect(ats).toEqual([...ats].sort((a, b) => a - b));
    expect(((ats.at(-1) ?? 0) - FROM) / 500).toBeGreaterThan(3000);
    expect(((ats.at(-1) ?? 0) - FROM) / 500).toBeLessThan(5500);
    const schema = Compile(OrderSubmission);
    for (const { kind, at, body } of messages) {
      expect(schema.Check(body)).toBe(kind === 'order');
      if (kind === 'order') expect(Math.abs(Date.parse((body as OrderSubmission).placedAt) - at)).toBeLessThan(1000);
    }
  });

  it('comes from customers of the same year that still buy', () => {
    const year = simulateYear(OPTIONS);
    expect([...year]).toHaveLength(365);
    const alive = new Set(
      year
        .truth()
        .customers.filter(({ deathDay }) => deathDay === null)
        .map(({ index }) => index),
    );
    for (const { customer } of take(200)) expect(alive.has(customer ?? -1)).toBe(true);
  });

  it('repeats itself for the same instant, and shares no order id with another run', () => {
    expect(JSON.stringify(take(50))).toBe(JSON.stringify(take(50)));
    const ids = (from: number) => take(100, from).map(({ body }) => (body as OrderSubmission).externalId);
    expect(new Set([...ids(FROM), ...ids(FROM + 60_000)]).size).toBe(200);
  });
});
