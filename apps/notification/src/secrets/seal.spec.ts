import { describe, expect, it } from '@jest/globals';
import { linkKey, open, seal, serviceKey } from './seal.js';

const older = serviceKey(Buffer.alloc(32, 1));
const newer = serviceKey(Buffer.alloc(32, 2));

describe('a sealed text', () => {
  it('opens in its place with the key that sealed it, also after another one took over', () => {
    const sealed = seal('密钥 secret', 'tenant/ep_1', older);
    expect(sealed).not.toContain('secret');
    expect(open(sealed, 'tenant/ep_1', [newer, older])).toBe('密钥 secret');
    expect(seal('密钥 secret', 'tenant/ep_1', older)).not.toBe(sealed);
  });

  it('opens nowhere else, not when changed, and not without its key', () => {
    const sealed = seal('secret', 'tenant/ep_1', older);
    expect(() => open(sealed, 'other/ep_1', [older])).toThrow();
    const changed = `${sealed.slice(0, -4)}${sealed.at(-4) === 'A' ? 'B' : 'A'}${sealed.slice(-3)}`;
    expect(() => open(changed, 'tenant/ep_1', [older])).toThrow();
    expect(() => open(sealed, 'tenant/ep_1', [newer])).toThrow(`the key ${older.id} that sealed this is not known`);
    expect(() => open('secret', 'tenant/ep_1', [older])).toThrow('no sealed text');
  });

  it('is sealed with another key than links are signed with', () => {
    expect(linkKey(older)).toHaveLength(32);
    expect(linkKey(older)).not.toEqual(older.bytes);
  });
});
