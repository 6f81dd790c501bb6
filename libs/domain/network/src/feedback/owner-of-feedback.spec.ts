import { describe, expect, it } from '@jest/globals';
import { DEFAULT_IDENTITY_POLICY } from '../identity/identity-policy.js';
import { ownerOfFeedback } from './owner-of-feedback.js';

const of = (customerId: string | null, shared = false) => ({ customerId, shared, links: 1 });
const owner = (
  identifiers: string[],
  known: Record<string, ReturnType<typeof of>>,
  orderCustomer: string | null = null,
) => ownerOfFeedback({ orderCustomer, identifiers, known: new Map(Object.entries(known)) }, DEFAULT_IDENTITY_POLICY);

describe('whose feedback is', () => {
  it('the order decides before any identifier', () => {
    expect(owner(['email:a@x.com'], { 'email:a@x.com': of('b') }, 'a')).toBe('a');
  });

  it('else the strongest identifier that belongs to somebody', () => {
    const known = { 'email:a@x.com': of('a'), 'customer-id:shop/1': of('b'), 'phone:+8613800000001': of('c') };
    expect(owner(Object.keys(known), known)).toBe('b');
    expect(owner(['phone:+8613800000001', 'email:a@x.com'], known)).toBe('a');
    expect(owner(['customer-id:shop/9', 'phone:+8613800000001'], known)).toBe('c');
  });

  it('nobody by what is shared, blocked, of nobody or unknown', () => {
    const known = {
      'email:office@x.com': of('a', true),
      'email:noreply@x.com': of('a'),
      'email:gone@x.com': of(null),
      'company-domain:x.com': of('a'),
    };
    expect(owner([...Object.keys(known), 'email:new@x.com'], known)).toBeNull();
  });
});
