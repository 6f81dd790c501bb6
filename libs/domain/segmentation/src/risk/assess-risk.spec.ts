import { describe, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { GapModel } from '../rhythm/gap-model.js';
import { gapsOf, typicalGap } from '../rhythm/gaps.js';
import { explainRisk } from '../stage/explain-risk.js';
import { assessRisk } from './assess-risk.js';
import { DEFAULT_RISK_POLICY, validateRiskPolicy } from './risk-policy.js';

const LONG_AGO = parseDay('2020-01-01');
const model: GapModel = { version: 7, from: LONG_AGO, tenantMedianGap: 20, tenantFirstDay: LONG_AGO };
const day0 = parseDay('2024-03-01');
const judge = (silence: number, more: { important?: boolean; purchaseDays?: number[]; model?: GapModel } = {}) =>
  assessRisk({ purchaseDays: [day0], day: day0 + silence, model, important: false, ...more });

describe('assessRisk', () => {
  it('goes from band to band by the typical gap and the floors', () => {
    const risks = [0, 39, 40, 59, 60, 119, 120, 900].map((silence) => judge(silence)?.risk);
    expect(risks).toEqual(['healthy', 'healthy', 'watch', 'watch', 'at-risk', 'at-risk', 'lost', 'lost']);
  });

  it('waits for the floors with who orders daily', () => {
    const daily = { purchaseDays: Array.from({ length: 60 }, (_, index) => day0 - 59 + index) };
    expect([13, 14, 29, 30, 119, 120].map((silence) => judge(silence, daily)?.risk)).toEqual([
      'healthy',
      'watch',
      'watch',
      'at-risk',
      'at-risk',
      'lost',
    ]);
  });

  it('is lost at 365 days whatever the gap', () => {
    const slow = { model: { ...model, tenantMedianGap: 400 } };
    expect([364, 365].map((silence) => judge(silence, slow)?.risk)).toEqual(['healthy', 'lost']);
  });

  it('acts on the watch of an important customer', () => {
    expect(judge(40, { important: true })).toMatchObject({ risk: 'watch', effective: 'at-risk' });
    expect(judge(39, { important: true })).toMatchObject({ risk: 'healthy', effective: 'healthy' });
  });

  it('judges only known buyers in the first 90 days of a tenant, and alerts nobody', () => {
    const young = { ...model, tenantFirstDay: day0 - 20 };
    expect(judge(69, { model: young })).toMatchObject({ risk: 'healthy', judged: false, alertable: false });
    expect(judge(70, { model: young })).toMatchObject({ risk: 'at-risk', judged: true, alertable: true });
    const known = { model: young, purchaseDays: [day0 - 20, day0 - 10, day0] };
    expect(judge(60, known)).toMatchObject({ risk: 'at-risk', judged: true, alertable: false });
  });

  it('says nothing before the first purchase, and does not see later ones', () => {
    expect(judge(0, { purchaseDays: [] })).toBeNull();
    expect(judge(-1)).toBeNull();
    expect(judge(60, { purchaseDays: [day0, day0 + 61] })?.silence).toBe(60);
  });

  it('begins a band where overdue and floor both hold, exactly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 9 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 420 }),
        (steps, halfGap, silence) => {
          const purchaseDays = steps.reduce((days, step) => [...days, days.at(-1)! + step], [day0]);
          const own = { ...model, tenantMedianGap: halfGap / 2 };
          const got = assessRisk({ purchaseDays, day: purchaseDays.at(-1)! + silence, model: own, important: false })!;
          // s / g ≥ times without dividing: all factors are halves or integers, so products are exact.
          const gaps = gapsOf(purchaseDays);
          const sorted = gaps.toSorted((a, b) => a - b);
          const middle = gaps.length ? (sorted[(gaps.length - 1) >> 1]! + sorted[gaps.length >> 1]!) / 2 : 0;
          const overdueBy = (times: number): boolean =>
            silence * (gaps.length + 3) >= times * (gaps.length * middle + (3 * halfGap) / 2);
          const lost = (overdueBy(6) && silence >= 120) || silence >= 365;
          const atRisk = overdueBy(3) && silence >= 30;
          const watch = overdueBy(2) && silence >= 14;
          expect(got.risk).toBe(lost ? 'lost' : atRisk ? 'at-risk' : watch ? 'watch' : 'healthy');
          expect(got.typicalGap).toBe(typicalGap(gaps, halfGap / 2));
          const until = got.restoredByOrderUntil;
          if (lost) expect(until).toBeNull();
          else {
            const next = (at: number) => assessRisk({ purchaseDays, day: at, model: own, important: false })?.risk;
            expect(next(until!)).toBe(got.risk);
            expect(next(until! + 1)).not.toBe(got.risk);
          }
        },
      ),
    );
  });

  it('explains itself in plain data', () => {
    expect(explainRisk(null)).toEqual([{ name: 'purchase-days', value: 0, unit: 'purchase-days' }]);
    expect(explainRisk(judge(42, { important: true })!)).toEqual([
      { name: 'risk', value: 'watch' },
      { name: 'silence', value: 42, threshold: 40, unit: 'days' },
      { name: 'typical-gap', value: 20, unit: 'days' },
      { name: 'overdue', value: 2.1, threshold: 2, unit: 'gaps' },
      { name: 'last-purchase', value: '2024-03-01' },
      { name: 'important-customer', value: 'at-risk' },
      { name: 'restored-by-order-until', value: '2024-04-29' },
    ]);
  });

  it('has a policy that is checked', () => {
    expect(validateRiskPolicy(DEFAULT_RISK_POLICY)).toEqual([]);
    const { bands } = DEFAULT_RISK_POLICY;
    const wrong = {
      ...DEFAULT_RISK_POLICY,
      lostAfter: 60,
      bands: { ...bands, watch: { ...bands.watch, overdue: 4, silence: 0.5 } },
    };
    expect(validateRiskPolicy(wrong)).toHaveLength(3);
    const hasty = { ...bands.watch, q30: 0.75, chanceLost: 0 };
    expect(validateRiskPolicy({ ...DEFAULT_RISK_POLICY, bands: { ...bands, watch: hasty } })).toEqual([
      'bands.watch.chanceLost must be above 0 and below 1',
      'q30 must not fall from watch to lost',
    ]);
  });
});
