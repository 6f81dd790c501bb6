import { describe, expect, it } from '@jest/globals';
import { addMonths } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { packHistory, unpackHistory } from './history-text.js';

const days = fc.array(fc.integer({ min: 10_000, max: 30_000 })).map((list) => list.sort((a, b) => a - b));
const amounts = fc
  .array(fc.tuple(fc.nat(60), fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })), { maxLength: 20 })
  .map((list) => new Map(list.map(([index, amount]) => [addMonths('2021-11', index), amount] as const)));

describe('the history of a customer in its row', () => {
  it('1. comes back as it was', () => {
    fc.assert(
      fc.property(days, days, days, amounts, (purchaseDays, documentDays, intentDays, months) => {
        const ledger = { purchaseDays, documentDays, intentDays };
        const back = unpackHistory(packHistory(ledger, months));
        expect(back.ledger).toEqual(ledger);
        expect([...back.amounts].sort()).toEqual([...months].sort());
      }),
    );
  });

  it('2. is short: gaps instead of days, and documents only where they differ from the purchases', () => {
    const ledger = { purchaseDays: [20_000, 20_028, 20_059], documentDays: [20_000, 20_028, 20_059], intentDays: [] };
    const months = new Map([
      ['2024-10', 29_330_000_000_000n],
      ['2024-12', 0n],
    ]);
    expect(packHistory(ledger, months)).toBe('[[20000,28,31],0,[],"2024-10","29.33",0,"0"]');
  });
});
