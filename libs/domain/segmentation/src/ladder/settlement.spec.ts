import { describe, expect, it } from '@jest/globals';
import { RfmLadder } from '../rfm/rfm-ladder.js';
import { LadderFilling } from './ladder-filling.js';
import { TierLadder } from './tier-ladder.js';

const CUSTOMERS = 4_500;
const ids = Array.from({ length: CUSTOMERS }, (_, index) => `c${index}`);

/** Pieces are of a thousand customers looked at, whether anything is found of them or not. */
function inThousands(pieces: readonly (readonly { customerId: string }[])[]): string[] {
  for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(1_000);
  return pieces.flat().map(({ customerId }) => customerId);
}

describe('a settlement of thousands', () => {
  it('tells each change once, a thousand customers at a time', () => {
    const ladder = new TierLadder({ preset: 'rank-20-60-20' });
    for (const [index, id] of ids.entries()) ladder.set(id, BigInt(index + 1));
    expect(inThousands([...ladder.settlement().pieces()]).sort()).toEqual([...ids].sort());
    expect(ladder.settle()).toEqual([]);
    // Everybody is set and nobody crosses: that, too, is looked at piece by piece.
    for (const [index, id] of ids.entries()) ladder.set(id, BigInt(2 * index + 2));
    const calm = [...ladder.settlement().pieces()];
    expect(calm.length).toBeGreaterThanOrEqual(Math.floor(CUSTOMERS / 1_000));
    expect(calm.flat()).toEqual([]);
  });

  it('tells whose scores changed once, on however many of the three ladders', () => {
    const ladder = new RfmLadder();
    for (const [index, id] of ids.entries()) {
      ladder.set(id, { lastPurchaseOn: index, purchaseDays: 1 + (index % 7), netAmount: BigInt(CUSTOMERS - index) });
    }
    expect(inThousands([...ladder.settling()]).sort()).toEqual([...ids].sort());
    expect([...ladder.settling()].flat()).toEqual([]);
  });

  it('takes customers up in steps, and stays as it was until the last of them', () => {
    const ladder = new TierLadder({ preset: 'rank-20-60-20' });
    ladder.rebuild([['old', 1n]]);
    const filling = new LadderFilling();
    for (let index = 0; index < 60_000; index++) filling.add(`c${index}`, BigInt(1 + (index % 5_000)));
    let steps = 0;
    for (const takingUp = ladder.takeUp(filling); !takingUp.next().done; steps++) expect(ladder.size).toBe(1);
    expect(steps).toBeGreaterThan(10);
    expect([ladder.size, ladder.amountOf('old')]).toEqual([60_000, undefined]);
  });
});
