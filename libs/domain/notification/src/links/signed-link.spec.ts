import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LINK_ACTIONS, readLink, signLink, type LinkClaim } from './signed-link.js';

const key = Buffer.alloc(32, 1);
const other = Buffer.alloc(32, 2);
const claims: fc.Arbitrary<LinkClaim> = fc.record({
  ...{
    tenant: fc.string(),
    action: fc.constantFrom(...LINK_ACTIONS),
    subject: fc.string(),
    actor: fc.string({ maxLength: 60 }),
  },
  expiresAt: fc.integer({ min: 1, max: 4_000_000_000 }),
});

describe('a signed link', () => {
  it('says what was signed until it expires, whichever live key signed it', () => {
    fc.assert(
      fc.property(claims, fc.boolean(), (claim, older) => {
        const token = signLink(claim, older ? other : key);
        expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
        expect(readLink(token, [key, other], claim.expiresAt * 1000 - 1)).toEqual({ claim });
        expect(readLink(token, [key, other], claim.expiresAt * 1000)).toEqual({ fault: 'expired' });
        expect(readLink(token, [older ? key : other], 0)).toEqual({ fault: 'invalid' });
      }),
    );
  });

  it('is worth nothing when any part of it was changed', () => {
    const token = signLink({ tenant: 't', action: 'acknowledge', subject: 'al_1', actor: 'li', expiresAt: 9 }, key);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'b', '.', '%'), (at, letter) => {
        const forged = token.slice(0, at) + letter + token.slice(at + 1);
        // The last letters of base64 carry spare bits: the same bytes are the same token.
        const same = (a: string, b: string) => Buffer.from(a, 'base64url').equals(Buffer.from(b, 'base64url'));
        const [claim = '', mac = ''] = token.split('.');
        const [forgedClaim = '', forgedMac = '', more] = forged.split('.');
        if (more === undefined && claim === forgedClaim && same(mac, forgedMac)) return;
        expect(readLink(forged, [key], 0)).toEqual({ fault: 'invalid' });
      }),
    );
    for (const text of ['', '.', 'a', 'a.b.c', 'x'.repeat(5_000)])
      expect(readLink(text, [key], 0)).toEqual({ fault: 'invalid' });
  });
});
