import { describe, expect, it } from '@jest/globals';
import { normaliseIdentifier } from './identifiers.js';

describe('identifiers', () => {
  const normalise = (kind: Parameters<typeof normaliseIdentifier>[0], value: string, country = 'CN'): string | null =>
    normaliseIdentifier(kind, value, 'tmall', country);

  it('brings phones to E.164 by the tenant’s country', () => {
    const expected = 'phone:+8613800138000';
    for (const value of ['13800138000', '+86 138-0013-8000', '0086 138 0013 8000', '(+86)13800138000']) {
      expect(normalise('phone', value)).toBe(expected);
    }
    expect(normalise('phone', '020 7946 0018', 'GB')).toBe('phone:+442079460018');
    expect(normalise('phone', '+44 20 7946 0018')).toBe('phone:+442079460018');
  });

  it('gives null for what identifies nobody', () => {
    for (const value of ['123', 'none', '', 'call me at 13800138000 please'])
      expect(normalise('phone', value)).toBeNull();
    for (const value of ['nobody', '@', 'a b@c.de', '  ']) expect(normalise('email', value)).toBeNull();
    expect(normalise('customer-id', '   ')).toBeNull();
    expect(normalise('company-domain', 'localhost')).toBeNull();
  });

  it('scopes customer ids by channel and nothing else', () => {
    expect(normalise('customer-id', ' C-7 ')).toBe('customer-id:tmall/C-7');
    expect(normalise('email', ' Li.Wei@Example.COM ')).toBe('email:li.wei@example.com');
    expect(normalise('tax-id', 'de 123.456-789')).toBe('tax-id:DE123456789');
    expect(normalise('wechat-open-id', 'oABC_d-1')).toBe('wechat-open-id:oABC_d-1');
    expect(normalise('company-domain', 'https://www.Acme.com/about')).toBe('company-domain:acme.com');
  });
});
