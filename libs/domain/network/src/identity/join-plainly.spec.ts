import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customerIdFrom } from './customer-id.js';
import { customerLinks } from './customer-links.js';
import { DEFAULT_IDENTITY_POLICY, isShared, mayLink } from './identity-policy.js';
import { joinPlainly, type KnownIdentifier } from './join-plainly.js';
import { weave } from './weave.js';

const policy = { ...DEFAULT_IDENTITY_POLICY, sharedAfter: 2 };
const known = (identifiers: Record<string, Partial<KnownIdentifier>> = {}) => ({
  tenant: 't',
  identifiers: new Map(
    Object.entries(identifiers).map(
      ([one, row]) => [one, { customerId: null, shared: false, links: 0, ...row }] as const,
    ),
  ),
  links: new Set<string>(),
});
const document = (key: string, ...identifiers: string[]) => ({ key, identifiers });
const ID = 'customer-id:shop/1';

describe('joinPlainly', () => {
  it('founds a customer on the strongest of new identifiers', () => {
    const join = joinPlainly([document('1', 'email:a@x.com', ID)], known(), policy);
    const id = customerIdFrom('t', ID);
    expect(join?.customers.get('1')).toBe(id);
    expect([...(join?.founded ?? [])]).toEqual([[id, ID]]);
    expect([...(join?.identifiers ?? [])]).toEqual([
      ['email:a@x.com', id],
      [ID, id],
    ]);
    expect(join?.links).toEqual([['email:a@x.com', ID]]);
  });

  it('adds new identifiers to the customer whom they stand with', () => {
    const join = joinPlainly([document('1', 'phone:+1', ID)], known({ [ID]: { customerId: 'cus_1' } }), policy);
    expect(join?.founded.size).toBe(0);
    expect([...(join?.identifiers ?? [])]).toEqual([['phone:+1', 'cus_1']]);
  });

  it('leaves documents of nobody anonymous: none, blocked, shared or company-wide identifiers alone', () => {
    const identity = known({ 'email:all@x.com': { shared: true } });
    const documents = [
      document('1'),
      document('2', 'email:noreply@x.com'),
      document('3', 'email:all@x.com', 'company-domain:x.com'),
    ];
    const join = joinPlainly(documents, identity, policy);
    expect([...(join?.customers.values() ?? [])]).toEqual([null, null, null]);
    expect(join?.identifiers.size).toBe(0);
  });

  it.each([
    [
      'two customers meet',
      [document('1', 'email:a@x.com', ID)],
      { [ID]: { customerId: 'A' }, 'email:a@x.com': { customerId: 'B' } },
    ],
    [
      'a revision drops an identifier',
      [{ ...document('1', ID), before: [ID, 'email:a@x.com'] }],
      { [ID]: { customerId: 'A' } },
    ],
    [
      'one link more makes an identifier shared',
      [document('1', 'email:a@x.com', ID)],
      { 'email:a@x.com': { customerId: 'A', links: 2 } },
    ],
    ['nobody carries a known identifier any more', [document('1', ID)], { [ID]: { customerId: null } }],
  ])('declines when %s', (_, documents, identifiers) => {
    expect(joinPlainly(documents, known(identifiers), policy)).toBeUndefined();
  });

  it('agrees with weaving everything, whenever it does not decline', () => {
    const pool = [
      'customer-id:s/1',
      'customer-id:s/2',
      'customer-id:s/3',
      'email:a@x',
      'email:b@x',
      'phone:+1',
      'company-domain:x',
    ];
    const sets = fc.array(fc.uniqueArray(fc.constantFrom(...pool), { maxLength: 3 }), { minLength: 1, maxLength: 8 });
    let joined = 0;
    fc.assert(
      fc.property(sets, (all) => {
        const documents = all.map((identifiers, index) => ({
          ...document(String(index), ...identifiers),
          placedAt: '',
        }));
        const links = new Map<string, Set<string>>();
        for (const [one, id] of documents.flatMap(({ identifiers }) => customerLinks(identifiers, policy)))
          links.set(one, (links.get(one) ?? new Set()).add(id));
        const shares = (one: string) => isShared(one, links.get(one)?.size ?? 0, policy);
        const join = joinPlainly(documents, known(), policy);
        const anyShared = [...links.keys()].some((one) => mayLink(one, policy) && shares(one));
        expect(join === undefined).toBe(anyShared);
        if (!join) return;
        joined++;
        const groups = weave(documents, (one) => mayLink(one, policy) && !shares(one));
        expect(join.founded.size).toBe(groups.length);
        for (const group of groups) expect(new Set(group.documents.map((key) => join.customers.get(key))).size).toBe(1);
      }),
    );
    expect(joined).toBeGreaterThan(20);
  });
});
