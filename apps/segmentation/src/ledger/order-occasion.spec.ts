import { describe, expect, it } from '@jest/globals';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { Replaced } from './ledger-entry.store.js';
import { inOrder, lastRevision } from './order-occasion.js';

const document = (order: string, placedOn: string, revisedOn?: string) => {
  const revised = revisedOn && { revisedAt: `${revisedOn}T00:00:00.000Z` };
  return {
    document: { activity: { order, placedAt: `${placedOn}T00:00:00.000Z`, ...revised } },
  } as unknown as Replaced;
};
const documents = [
  document('web/2', '2026-03-20'),
  document('web/old', '2026-03-01', '2026-03-21'),
  document('web/older', '2026-02-01', '2026-03-02'),
  document('web/1', '2026-03-20'),
];
const keys = (all: readonly Replaced[]) => all.map((one) => one.document.activity.order);
const at = (day: string) => ({ now: Date.parse(`${day}T00:00:00Z`) }) as TenantMoment;

describe('the documents of a batch', () => {
  it('are in the order in which they were placed or revised: the last one is what brought a change about', () => {
    expect(keys(inOrder(documents))).toEqual(['web/older', 'web/1', 'web/2', 'web/old']);
    expect(keys(inOrder(documents.slice(0, 1)))).toEqual(['web/2']);
  });

  it('were revised last when the latest of them was, as far as the clock has come', () => {
    expect(lastRevision(inOrder(documents), at('2026-03-25'))).toBe(Date.parse('2026-03-21T00:00:00Z'));
    expect(lastRevision(inOrder(documents), at('2026-03-20'))).toBe(Date.parse('2026-03-20T00:00:00Z'));
    expect(lastRevision(documents.slice(0, 1), at('2026-03-25'))).toBeUndefined();
  });
});
