import { describe, expect, it } from '@jest/globals';
import { revisedAt } from './revised-at.js';

const PLACED = '2026-03-01T09:00:00.000Z';
const LATER = '2026-03-11T10:00:00.000Z';
const document = (updatedAt: string, hash = 'a') => ({
  placedAt: PLACED,
  revision: { updatedAt, rank: 5, hash: hash.repeat(16) },
});

describe('revisedAt', () => {
  it('is when the source revised it', () => {
    expect(revisedAt(document(LATER), document(PLACED))).toBe(LATER);
  });

  it('is nothing of a first version, whenever it was updated', () => {
    expect(revisedAt(document(LATER), undefined)).toBeUndefined();
    expect(revisedAt(document(LATER), undefined, LATER)).toBeUndefined();
  });

  it('is nothing of a revision that is as old as the document, or older', () => {
    expect(revisedAt(document(PLACED, 'b'), document(PLACED))).toBeUndefined();
    expect(revisedAt(document('2026-02-01T00:00:00.000Z', 'b'), document('2026-01-01T00:00:00.000Z'))).toBeUndefined();
  });

  it('is nothing where only the value is new, as it came with a rate', () => {
    expect(revisedAt(document(LATER), document(LATER))).toBeUndefined();
  });

  it('is when a credit note last spoke of it, if that is later', () => {
    const noted = '2026-03-20T00:00:00.000Z';
    expect(revisedAt(document(PLACED), document(PLACED), noted)).toBe(noted);
    expect(revisedAt(document(LATER), document(PLACED), noted)).toBe(noted);
    expect(revisedAt(document(LATER), document(PLACED), '2026-03-05T00:00:00.000Z')).toBe(LATER);
    expect(revisedAt(document(PLACED), document(PLACED), '2026-02-28T00:00:00.000Z')).toBeUndefined();
  });
});
