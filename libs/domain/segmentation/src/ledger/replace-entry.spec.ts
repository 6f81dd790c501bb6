import { describe, expect, it } from '@jest/globals';
import { monthOf, parseDay, type Amount, type Month } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { EMPTY_LEDGER, knownSince, type CustomerLedger, type LedgerEntry } from './customer-ledger.js';
import { replaceEntry } from './replace-entry.js';

const entries = fc.record({
  order: fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5'),
  version: fc.integer({ min: 1, max: 6 }),
  placedOn: fc.integer({ min: 18_990, max: 19_080 }),
  amount: fc.bigInt(-500n, 500n),
  counts: fc.boolean(),
  purchase: fc.boolean(),
  intent: fc.boolean(),
});
/** Revisions of the same version are the same revision. */
const revisions = fc.uniqueArray(entries, { maxLength: 25, selector: ({ order, version }) => `${order}/${version}` });

interface Outcome {
  ledger: CustomerLedger;
  months: Map<Month, Amount>;
}

function play(messages: readonly LedgerEntry[]): Outcome {
  const held = new Map<string, LedgerEntry>();
  const months = new Map<Month, Amount>();
  let ledger: CustomerLedger = EMPTY_LEDGER;
  for (const after of messages) {
    const change = replaceEntry(ledger, held.get(after.order), after);
    if (change === 'stale') continue;
    held.set(after.order, after);
    ledger = change.ledger;
    for (const [month, delta] of change.months) {
      expect(delta).not.toBe(0n);
      months.set(month, (months.get(month) ?? 0n) + delta);
    }
  }
  for (const [month, amount] of months) if (amount === 0n) months.delete(month);
  return { ledger, months };
}

/** The greatest revision of each order, counted from scratch. */
function recompute(messages: readonly LedgerEntry[]): Outcome {
  const greatest = new Map<string, LedgerEntry>();
  for (const entry of messages) {
    if ((greatest.get(entry.order)?.version ?? 0) < entry.version) greatest.set(entry.order, entry);
  }
  const all = [...greatest.values()];
  const days = (kept: LedgerEntry[]): number[] => kept.map(({ placedOn }) => placedOn).sort((a, b) => a - b);
  const months = new Map<Month, Amount>();
  for (const { placedOn, amount } of all.filter(({ counts }) => counts)) {
    months.set(monthOf(placedOn), (months.get(monthOf(placedOn)) ?? 0n) + amount);
  }
  for (const [month, amount] of months) if (amount === 0n) months.delete(month);
  return {
    ledger: {
      purchaseDays: days(all.filter(({ counts, purchase }) => counts && purchase)),
      documentDays: days(all.filter(({ counts }) => counts)),
      intentDays: days(all.filter(({ intent }) => intent)),
    },
    months,
  };
}

describe('replaceEntry', () => {
  it('ends in the greatest revisions, whatever the order and repetition of messages', () => {
    fc.assert(
      fc.property(
        revisions.chain((sent) =>
          fc.tuple(fc.constant(sent), fc.shuffledSubarray([...sent, ...sent], { minLength: 0 })),
        ),
        ([sent, repeated]) => {
          expect(play([...repeated, ...sent.toReversed(), ...repeated])).toEqual(recompute(sent));
        },
      ),
    );
  });

  it('refuses the same and an older revision, and leaves the ledger given as it was', () => {
    const entry: LedgerEntry = {
      order: 'o1',
      version: 2,
      placedOn: parseDay('2024-01-31'),
      amount: 5n,
      counts: true,
      purchase: true,
      intent: false,
    };
    const first = replaceEntry(EMPTY_LEDGER, undefined, entry);
    if (first === 'stale') throw new Error('a new document is never stale');
    expect(replaceEntry(first.ledger, entry, entry)).toBe('stale');
    expect(replaceEntry(first.ledger, entry, { ...entry, version: 1 })).toBe('stale');
    const moved = replaceEntry(first.ledger, entry, { ...entry, version: 3, placedOn: parseDay('2024-02-01') });
    expect(moved).toMatchObject({
      months: new Map([
        ['2024-01', -5n],
        ['2024-02', 5n],
      ]),
    });
    expect(knownSince(first.ledger)).toBe(parseDay('2024-01-31'));
    expect(knownSince(EMPTY_LEDGER)).toBeNull();
  });

  it('knows a customer by a credit note, which is no purchase', () => {
    const note: LedgerEntry = {
      order: 'c1',
      version: 1,
      placedOn: 19_000,
      amount: -5n,
      counts: true,
      purchase: false,
      intent: false,
    };
    expect(replaceEntry(EMPTY_LEDGER, undefined, note)).toMatchObject({
      ledger: { purchaseDays: [], documentDays: [19_000] },
    });
  });
});
