import { describe, expect, it } from '@jest/globals';
import { becameTrue } from './became-true.js';

const placedAt = '2026-03-01T09:00:00.000Z';
const revisedAt = '2026-03-11T10:00:00.000Z';
const at = Date.parse;

describe('becameTrue', () => {
  it('is when a document was placed, also ahead of the clock', () => {
    expect(becameTrue({ placedAt }, at('2026-03-12T00:00:00Z'))).toBe(at(placedAt));
    expect(becameTrue({ placedAt }, at('2026-03-01T00:00:00Z'))).toBe(at(placedAt));
  });

  it('is when it was revised', () => {
    expect(becameTrue({ placedAt, revisedAt }, at('2026-03-12T00:00:00Z'))).toBe(at(revisedAt));
  });

  it('is not later than the clock for that, and not before it was placed', () => {
    expect(becameTrue({ placedAt, revisedAt }, at('2026-03-05T00:00:00Z'))).toBe(at('2026-03-05T00:00:00Z'));
    expect(becameTrue({ placedAt, revisedAt }, at('2026-02-01T00:00:00Z'))).toBe(at(placedAt));
  });
});
