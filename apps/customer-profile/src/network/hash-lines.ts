import type { RecordedLine } from '@orderweave/contracts';

/**
 * 64 bits (hex) that tell whether an order's lines changed; most revisions change the status only, and their lines need not be
 * written again. Two FNV-1a streams with different offsets (Fowler, Noll & Vo) over the fields, without building a text first.
 */
export function hashLines(lines: readonly RecordedLine[]): string {
  let a = 0x811c9dc5;
  let b = 0x9dc5811c;
  for (const { sku, name, category, quantity, unitPrice, discount } of lines) {
    // Here and not in a function of its own: numbers of 32 bits that a closure shares are allocated with each change.
    for (const text of [sku, name, category, quantity, unitPrice, discount]) {
      const length = text?.length ?? 0;
      for (let i = 0; i < length; i++) {
        const code = text!.charCodeAt(i);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b ^ (code + 0x9e37), 0x01000193);
      }
      // A field's end, so that "ab","c" and "a","bc" differ.
      a = Math.imul(a ^ 0xffff, 0x01000193);
      b = Math.imul(b ^ 0x1ffff, 0x01000193) ^ (b >>> 15);
    }
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
