import { describe, expect, it } from '@jest/globals';
import { addMonths } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { cohortTable } from './cohort-table.js';

const month = fc.integer({ min: 0, max: 5 }).map((count) => addMonths('2025-11', count));

describe('retention by cohort', () => {
  it('counts each cohort from its own month to the last, whatever customers there are', () => {
    const history = fc.array(fc.uniqueArray(month, { minLength: 1 }), { maxLength: 12 });
    fc.assert(
      fc.property(history, (customers) => {
        const counts = new Map<string, number>();
        for (const months of customers) {
          const cohort = [...months].sort()[0]!;
          for (const one of months) counts.set(`${cohort}/${one}`, (counts.get(`${cohort}/${one}`) ?? 0) + 1);
        }
        const rows = [...counts].map(([key, count]) => {
          const [cohort, one] = key.split('/') as [string, string];
          return { cohort, month: one, customers: count };
        });
        const table = cohortTable(rows, { from: '2025-12', to: '2026-03' });
        expect(table.map(({ cohort }) => cohort)).toEqual(['2025-12', '2026-01', '2026-02', '2026-03']);
        for (const { cohort, size, active, retention } of table) {
          const members = customers.filter((months) => [...months].sort()[0] === cohort);
          expect(size).toBe(members.length);
          active.forEach((count, age) => {
            expect(count).toBe(members.filter((months) => months.includes(addMonths(cohort, age))).length);
            expect(retention[age]).toBe(size === 0 ? 0 : count / size);
          });
          expect(addMonths(cohort, active.length - 1)).toBe('2026-03');
        }
      }),
    );
  });
});
