import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { initialGapModel } from '../rhythm/gap-model.js';
import { assessRisk } from '../risk/assess-risk.js';
import { DEFAULT_RISK_POLICY } from '../risk/risk-policy.js';
import { lostSince } from './lost-since.js';

const MODEL = { ...initialGapModel(0), tenantMedianGap: 20 };
const POLICY = DEFAULT_RISK_POLICY;

describe('since when a customer is lost', () => {
  it('is the first day of the silence on which its risk is lost', () => {
    const days = fc.array(fc.integer({ min: 100, max: 400 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(days, (given) => {
        const purchaseDays = [...given].sort((one, other) => one - other);
        const last = purchaseDays.at(-1)!;
        const riskOn = (day: number) =>
          assessRisk({ purchaseDays, day, model: MODEL, policy: POLICY, important: false })?.risk;
        let scanned = last;
        while (riskOn(scanned) !== 'lost') scanned++;
        expect(lostSince(purchaseDays, { asOf: last + 900, model: MODEL, policy: POLICY })).toBe(scanned);
      }),
    );
    expect(lostSince([500], { asOf: 499, model: MODEL, policy: POLICY })).toBeNull();
  });
});
