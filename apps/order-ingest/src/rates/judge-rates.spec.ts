import { describe, expect, it } from '@jest/globals';
import { judgeRates } from './judge-rates.js';
import { wordRateFault } from './rate-fault.js';

const good = { currency: 'EUR', day: '2026-11-20', rate: '7.8312' };
const rulesOf = (body: unknown) => judgeRates(body, 'CNY').faults.map(({ field, rule }) => `${field} ${rule}`);

describe('stated rates', () => {
  it('are taken one by itself or as a list', () => {
    const expected = { currency: 'EUR', from: '2026-11-20', rate: '7.8312' };
    expect(judgeRates(good, 'CNY')).toEqual({ rates: [expected], faults: [] });
    const later = { ...good, day: '2026-11-21' };
    expect(judgeRates([good, later], 'CNY').rates).toEqual([expected, { ...expected, from: '2026-11-21' }]);
  });

  it.each([
    [{ currency: 'eur' }, '/currency no-currency'],
    [{ currency: 'CNY' }, '/currency base-currency'],
    [{ currency: undefined }, '/currency required'],
    [{ day: '2026-2-1' }, '/day no-such-day'],
    [{ day: '2026-02-29' }, '/day no-such-day'],
    [{ day: '0000-01-01' }, '/day no-such-day'],
    [{ rate: 7.8312 }, '/rate no-rate'],
    [{ rate: '-7' }, '/rate no-rate'],
    [{ rate: '1e3' }, '/rate no-rate'],
    [{ rate: '0.0000000001' }, '/rate no-rate'],
    [{ rate: '0.000' }, '/rate not-above-zero'],
    [{ from: '2026-11-20' }, '/from unknown-field'],
  ])('are refused with %p', (change, fault) => {
    expect(rulesOf({ ...good, ...change })).toEqual([fault]);
    expect(rulesOf([good, { ...good, day: '2026-11-19', ...change }])).toEqual([`/1${fault}`]);
  });

  it('are told all that is wrong, in both languages', () => {
    expect(rulesOf([good, { ...good, rate: '8' }, 'x', []])).toEqual([
      '/1 stated-twice',
      '/2 no-object',
      '/3 no-object',
    ]);
    const fault = { field: '/day', value: 'x', rule: 'no-such-day' } as const;
    expect(wordRateFault(fault, 'en').remedy).toContain('YYYY-MM-DD');
    expect(wordRateFault(fault, 'zh-CN')).toMatchObject({ code: 'no-such-day', value: 'x', rule: '不是有效日期' });
  });
});
