import { describe, expect, it } from '@jest/globals';
import { formatDay, parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import { lastClosedMonth } from '../deadlines/month-close.js';
import type { GapModel } from '../rhythm/gap-model.js';
import { assessStage, type StageAssessment } from './assess-stage.js';
import type { StageInput } from './stage-input.js';
import { DEFAULT_STAGE_POLICY, validateStagePolicy } from './stage-policy.js';

const model: GapModel = { version: 1, from: 0, tenantMedianGap: 30, tenantFirstDay: 0 };

interface Given {
  purchases?: string[];
  intents?: string[];
  amounts?: Record<string, number>;
  models?: GapModel[];
  important?: boolean;
}

function given({ purchases = [], intents = [], amounts = {}, models = [model], important = false }: Given) {
  const purchaseDays = purchases.map(parseDay);
  const ledger = { purchaseDays, documentDays: purchaseDays, intentDays: intents.map(parseDay) };
  const monthAmounts = new Map(Object.entries(amounts).map(([month, amount]) => [month, parseAmount(amount)]));
  const on = (day: Day, more: Partial<StageInput> = {}): StageAssessment =>
    assessStage({ ledger, day, monthAmounts, lastClosedMonth: lastClosedMonth(day, 3), models, important, ...more });
  return { on: (date: string, more?: Partial<StageInput>) => on(parseDay(date), more) };
}

const monthly = (from: string, count: number, everyDays = 15): string[] =>
  Array.from({ length: count }, (_, index) => formatDay(parseDay(from) + index * everyDays));

describe('assessStage', () => {
  it('is potential, and intent in the 90 days that end with the day', () => {
    expect(given({}).on('2024-05-01').stage).toBe('potential');
    const quoted = given({ intents: ['2024-01-10'] });
    expect(quoted.on('2024-01-09').stage).toBe('potential');
    expect(quoted.on('2024-01-10').stage).toBe('intent');
    expect(quoted.on('2024-04-08').stage).toBe('intent');
    expect(quoted.on('2024-04-09').stage).toBe('potential');
  });

  it('is new for 60 days until the third purchase day', () => {
    const customer = given({ purchases: ['2024-01-01', '2024-01-20', '2024-01-20', '2024-02-20'] });
    expect(customer.on('2024-01-20').stage).toBe('new');
    expect(customer.on('2024-02-20').stage).toBe('growing');
    const twice = given({ purchases: ['2024-01-01', '2024-02-20'] });
    expect(twice.on('2024-03-01').stage).toBe('new');
    expect(twice.on('2024-03-02').stage).toBe('mature');
  });

  it('is losing when at risk, or watched and important, and churned when lost', () => {
    const days = monthly('2023-01-01', 20);
    const [watched, atRisk, lost] = [40, 52, 120].map((silence) => formatDay(parseDay(days.at(-1)!) + silence));
    expect(given({ purchases: days }).on(watched!).stage).toBe('mature');
    expect(given({ purchases: days, important: true }).on(watched!).stage).toBe('losing');
    expect(given({ purchases: days }).on(atRisk!).stage).toBe('losing');
    const churned = given({ purchases: days }).on(lost!, { previousStage: 'losing' });
    expect(churned.stage).toBe('churned');
    expect(churned.because[0]).toEqual({ name: 'stage', value: 'churned', previous: 'losing' });
    expect(churned.because).toContainEqual({ name: 'silence', value: 120, threshold: 120, unit: 'days' });
  });

  it('is reacquired for 90 days after the order that ended churned', () => {
    const customer = given({ purchases: ['2023-01-01', '2023-07-01'] });
    expect(customer.on('2023-06-30').stage).toBe('churned');
    expect(customer.on('2023-07-01').stage).toBe('reacquired');
    expect(customer.on('2023-09-29').stage).toBe('reacquired');
    expect(customer.on('2023-09-30').stage).not.toBe('reacquired');
    expect(customer.on('2023-07-02').because).toContainEqual({
      name: 'silence-before-return',
      value: 181,
      threshold: 180,
      unit: 'days',
    });
  });

  it('judges the churn that an order ended by the model of that day', () => {
    const purchases = ['2023-01-01', '2023-07-01'];
    const later = { ...model, version: 2, from: parseDay('2023-07-02'), tenantMedianGap: 60 };
    expect(given({ purchases, models: [model, later] }).on('2023-07-10').stage).toBe('reacquired');
    const before = { ...later, from: parseDay('2023-07-01') };
    expect(given({ purchases, models: [model, before] }).on('2023-07-10').stage).not.toBe('reacquired');
  });

  describe('growing', () => {
    const purchases = monthly('2023-01-01', 40);
    const amountsOf = (...amounts: number[]): Record<string, number> =>
      Object.fromEntries(amounts.map((amount, index) => [`2023-${String(index + 1).padStart(2, '0')}`, amount]));

    it('begins at 1.2 × and ends below 1.0 ×', () => {
      // Sums of three months: 30, then 36 (1.2 × by June), 33 (1.1 × by July), 33 of 34 (0.97 × by August).
      const customer = given({ purchases, amounts: amountsOf(10, 10, 10, 12, 12, 12, 11, 10, 9, 9) });
      expect(customer.on('2023-07-03').stage).toBe('mature');
      expect(customer.on('2023-07-04').stage).toBe('growing');
      expect(customer.on('2023-08-04').stage).toBe('growing');
      expect(customer.on('2023-09-04').stage).toBe('mature');
    });

    it('does not begin between', () => {
      const customer = given({ purchases, amounts: amountsOf(10, 10, 10, 11, 12, 12, 11, 11, 11) });
      expect(customer.on('2023-07-04').stage).toBe('mature');
      expect(customer.on('2023-08-04').stage).toBe('mature');
    });

    it('goes on from the first 180 days at 1.0 × or more', () => {
      // First order on 1 January: by this policy young through 19 July, so at the close of June (4 July) too.
      const policy = { ...DEFAULT_STAGE_POLICY, growth: { ...DEFAULT_STAGE_POLICY.growth, youngDays: 200 } };
      const amounts = amountsOf(10, 10, 10, 11, 11, 11);
      const customer = given({ purchases: monthly('2023-01-01', 40), amounts });
      expect(customer.on('2023-07-25', { policy }).stage).toBe('growing');
      expect(customer.on('2023-07-25').stage).toBe('mature');
      const falling = given({ purchases: monthly('2023-01-01', 40), amounts: { ...amounts, '2023-06': 7 } });
      expect(falling.on('2023-07-19', { policy }).stage).toBe('growing');
      expect(falling.on('2023-07-20', { policy }).stage).toBe('mature');
    });

    it('tells the sums and the ratio', () => {
      const customer = given({ purchases, amounts: amountsOf(10, 10, 10, 12, 12, 12.5) });
      expect(customer.on('2023-07-05').because).toEqual([
        { name: 'stage', value: 'growing' },
        { name: 'growth-month', value: '2023-06', threshold: '2023-07-04' },
        { name: 'growth-ratio', value: 1.22, threshold: 1.2, unit: 'times' },
        { name: 'last-three-months', value: '36.5', previous: '30', unit: 'currency' },
        { name: 'recent-purchase-days', value: 7, threshold: 2, unit: 'purchase-days' },
        { name: 'growth-judged-on', value: '2023-08-04' },
        { name: 'holds-until', value: '2023-08-22' },
      ]);
    });

    it('tells a ratio just short of its limit as less than that', () => {
      const ratioOn = (last: number) => {
        const customer = given({ purchases, amounts: amountsOf(10, 10, 10, 12, 12, last) });
        const { stage, because } = customer.on('2023-07-05');
        return [stage, because.find(({ name }) => name === 'growth-ratio')?.value];
      };
      expect(ratioOn(12)).toEqual(['growing', 1.2]);
      expect(ratioOn(11.99)).toEqual(['mature', 1.1997]);
    });

    it('tells the limit that kept or ended it: 1.0 × once it has begun', () => {
      const limitOn = (last: number, previousStage: 'growing' | 'losing') => {
        const amounts = amountsOf(10, 10, 10, 12, 12, 12, last);
        const { stage, because } = given({ purchases, amounts }).on('2023-08-04', { previousStage });
        return [stage, because.find(({ name }) => name === 'growth-ratio')?.threshold];
      };
      expect(limitOn(9, 'growing')).toEqual(['growing', 1]);
      expect(limitOn(7, 'growing')).toEqual(['mature', 1]);
      expect(limitOn(7, 'losing')).toEqual(['mature', 1.2]);
      expect(limitOn(20, 'growing')).toEqual(['growing', 1.2]);
    });
  });

  it('tells the last day on which a stage of a term can hold', () => {
    const untilOn = (purchases: string[], day: string) => {
      const { stage, because } = given({ purchases }).on(day);
      const until = because.find(({ name }) => name === 'holds-until');
      return [stage, until?.value];
    };
    expect(untilOn(['2023-01-01'], '2023-01-10')).toEqual(['new', '2023-03-02']);
    expect(untilOn(['2023-01-01', '2023-01-05', '2023-01-09'], '2023-01-10')).toEqual(['growing', '2023-03-08']);
    expect(untilOn(monthly('2023-01-01', 12), '2023-06-20')).toEqual(['growing', '2023-06-29']);
    expect(untilOn(['2022-01-01', '2023-01-05'], '2023-01-10')).toEqual(['reacquired', '2023-04-05']);
  });

  it('has a policy that is checked', () => {
    expect(validateStagePolicy(DEFAULT_STAGE_POLICY)).toEqual([]);
    const growth = { ...DEFAULT_STAGE_POLICY.growth, enter: 0.9, purchaseDays: 0 };
    expect(validateStagePolicy({ ...DEFAULT_STAGE_POLICY, growth, graceDays: -1 })).toHaveLength(3);
  });
});
