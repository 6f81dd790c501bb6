import { describe, expect, it } from '@jest/globals';
import { assignCustomers, type ExistingCustomer } from './assign-customers.js';

const group = (...identifiers: string[]) => ({ identifiers, documents: [], firstAt: '' });
const customer = (id: string, day: number, ...identifiers: string[]): ExistingCustomer => ({
  ...{ id, origin: identifiers[0] ?? '', firstAt: `2026-01-0${day}T00:00:00.000Z`, identifiers },
});

describe('assignCustomers', () => {
  it('keeps the oldest id of a merge and makes the others aliases', () => {
    const { ids, aliases } = assignCustomers(
      [group('a', 'b', 'c')],
      [customer('B', 2, 'b'), customer('A', 1, 'a'), customer('C', 3, 'c')],
    );
    expect(ids).toEqual(['A']);
    expect([...aliases]).toEqual([
      ['B', 0],
      ['C', 0],
    ]);
  });

  it('gives both ids back when a merge is undone', () => {
    const asleep = { ...customer('B', 2, 'b'), identifiers: [], mergedInto: 'A' };
    const { ids, aliases } = assignCustomers([group('a'), group('b')], [customer('A', 1, 'a', 'b'), asleep]);
    expect(ids).toEqual(['A', 'B']);
    expect(aliases.size).toBe(0);
  });

  it('leaves a group without an id when nobody is at home there', () => {
    expect(assignCustomers([group('a'), group('n')], [customer('A', 1, 'a', 'n')]).ids).toEqual(['A', undefined]);
  });

  it('finds a home by the other identifiers once the founding one is gone, and says who has none', () => {
    const { ids, vacant } = assignCustomers(
      [group('y'), group('z')],
      [customer('A', 1, 'gone', 'z'), customer('B', 2, 'off')],
    );
    expect(ids).toEqual([undefined, 'A']);
    expect(vacant).toEqual(['B']);
  });

  it('hangs aliases on the survivor when their target itself is merged', () => {
    const alias = { ...customer('C', 3, 'nowhere'), identifiers: [], mergedInto: 'B' };
    const { aliases } = assignCustomers([group('a', 'b')], [customer('A', 1, 'a'), customer('B', 2, 'b'), alias]);
    expect([...aliases]).toEqual([
      ['B', 0],
      ['C', 0],
    ]);
  });
});
