/**
 * A set of texts that keeps 53 bits of each in a flat table: 11 to 22 bytes a text, whatever its length. It may take a text for
 * another (for a million texts the odds of a single mistake are 1 in 18,000) but never forgets one.
 */
export class KeySet {
  private table = new Float64Array(1024);
  private count = 0;

  /** Adds a text; whether it was new. */
  add(text: string): boolean {
    // Zero marks an empty slot.
    const key = hash53(text) + 1;
    if (!insert(this.table, key)) return false;
    this.count += 1;
    if (this.count * 4 > this.table.length * 3) this.grow();
    return true;
  }

  private grow(): void {
    const table = new Float64Array(this.table.length * 2);
    for (const key of this.table) if (key) insert(table, key);
    this.table = table;
  }
}

function insert(table: Float64Array, key: number): boolean {
  const mask = table.length - 1;
  for (let slot = key % table.length; ; slot = (slot + 1) & mask) {
    if (table[slot] === key) return false;
    if (table[slot] === 0) {
      table[slot] = key;
      return true;
    }
  }
}

/** Two 32-bit multiplicative hashes side by side, finished as in MurmurHash3 (public domain "cyrb53" by bryc). */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
