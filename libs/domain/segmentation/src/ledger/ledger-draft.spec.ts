import { describe, expect, it } from '@jest/globals';
import { monthOf, parseDay, type Amount, type Month } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { EMPTY_LEDGER, knownSince, type CustomerLedger, type LedgerEntry } from './customer-ledger.js';
import { LedgerDraft } from './ledger-draft.js';

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

/** Documents come in batches, and each goes on from the ledger that the one before left. */
function play(messages: readonly LedgerEntry[], batch = 1): Outcome {
  const held = new Map<string, LedgerEntry>();
  const months = new Map<Month, Amount>();
  let ledger: CustomerLedger = EMPTY_LEDGER;
  for (let at = 0; at < messages.length; at += batch) {
    const begun = structuredClone(ledger);
    const draft = new LedgerDraft(ledger);
    for (const after of messages.slice(at, at + batch)) {
      const days = daysIn(draft.ledger);
      const step = draft.replace(held.get(after.order), after);
      if (step === 'stale') continue;
      held.set(after.order, after);
      expect(step.movesDays || daysIn(draft.ledger) === days).toBe(true);
      for (const { month, delta } of step.months) {
        expect(delta).not.toBe(0n);
        months.set(month, (months.get(month) ?? 0n) + delta);
      }
    }
    expect(ledger).toEqual(begun);
    ledger = draft.ledger;
  }
  for (const [month, amount] of months) if (amount === 0n) months.delete(month);
  return { ledger, months };
}

function daysIn({ purchaseDays, documentDays }: CustomerLedger): string {
  return JSON.stringify([purchaseDays, documentDays]);
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

describe('LedgerDraft', () => {
  it('ends in the greatest revisions, whatever the order and repetition of messages', () => {
    fc.assert(
      fc.property(
        revisions.chain((sent) =>
          fc.tuple(
            fc.constant(sent),
            fc.shuffledSubarray([...sent, ...sent], { minLength: 0 }),
            fc.integer({ min: 1, max: 9 }),
          ),
        ),
        ([sent, repeated, batch]) => {
          expect(play([...repeated, ...sent.toReversed(), ...repeated], batch)).toEqual(recompute(sent));
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
    const first = new LedgerDraft(EMPTY_LEDGER);
    expect(first.replace(undefined, entry)).toEqual({ months: [{ month: '2024-01', delta: 5n }], movesDays: true });
    const draft = new LedgerDraft(first.ledger);
    expect(draft.replace(entry, entry)).toBe('stale');
    expect(draft.replace(entry, { ...entry, version: 1 })).toBe('stale');
    expect(draft.replace(entry, { ...entry, version: 3, placedOn: parseDay('2024-02-01') })).toEqual({
      months: [
        { month: '2024-01', delta: -5n },
        { month: '2024-02', delta: 5n },
      ],
      movesDays: true,
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
    const draft = new LedgerDraft(EMPTY_LEDGER);
    draft.replace(undefined, note);
    expect(draft.ledger).toMatchObject({ purchaseDays: [], documentDays: [19_000] });
  });

  it('tells purchases from other documents also where they were one list', () => {
    const days = [18_999];
    const entry = { order: 'o1', version: 1, placedOn: 19_000, amount: 5n, counts: true, intent: false };
    const draft = new LedgerDraft({ purchaseDays: days, documentDays: days, intentDays: [] });
    draft.replace(undefined, { ...entry, purchase: true });
    expect(draft.ledger.purchaseDays).toBe(draft.ledger.documentDays);
    draft.replace(undefined, { ...entry, order: 'o2', purchase: false });
    draft.replace(undefined, { ...entry, order: 'o3', purchase: true });
    expect(draft.ledger).toEqual({
      purchaseDays: [18_999, 19_000, 19_000],
      documentDays: [18_999, 19_000, 19_000, 19_000],
      intentDays: [],
    });
    expect(days).toEqual([18_999]);
  });
});
