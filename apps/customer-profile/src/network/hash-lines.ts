import type { RecordedLine } from '@orderweave/contracts';

/**
 * 64 bits (hex) that tell whether an order's lines changed; most revisions change the status only, and their lines need not be
 * written again. Two FNV-1a streams with different offsets (Fowler, Noll & Vo) over the fields, without building a text first.
 */
export function hashLines(lines: readonly RecordedLine[]): string {
  let a = 0x811c9dc5;
  let b = 0x9dc5811c;
  const mix = (text: string | undefined) => {
    if (text !== undefined) {
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b ^ (code + 0x9e37), 0x01000193);
      }
    }
    // A field's end, so that "ab","c" and "a","bc" differ.
    a = Math.imul(a ^ 0xffff, 0x01000193);
    b = Math.imul(b ^ 0x1ffff, 0x01000193) ^ (b >>> 15);
  };
  for (const line of lines) {
    mix(line.sku);
    mix(line.name);
    mix(line.category);
    mix(line.quantity);
    mix(line.unitPrice);
    mix(line.discount);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
