/** A record as it stands in the log. */
export interface LogRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Bytes of key and value. */
  readonly size: number;
  readonly offset: bigint;
  /** Epoch milliseconds, by its producer or the broker. */
  readonly timestamp: number;
  /** One header's text; of one given several times the first counts. */
  header(name: string): string | undefined;
  /** All headers' texts. */
  headers(): Record<string, string>;
}

/** What the records of one batch count from. */
export interface RecordBase {
  readonly offset: bigint;
  readonly timestamp: number;
  /** Whether the broker's time stands for every record of the batch. */
  readonly fixedTime: boolean;
}

/**
 * A record of message format 2, read in place. Key, value and headers are looked for when they are asked for: to make objects of them all
 * costs more than the rest of a record's way to its handler, and thousands of records are in memory for as long as a transaction takes.
 */
class EncodedRecord implements LogRecord {
  private readonly keyAt: number;
  /** In bytes; negative for none. */
  private readonly keyLength: number;
  private readonly valueAt: number;
  private readonly valueLength: number;
  private readonly offsetDelta: number;
  private readonly timeDelta: number;

  /** `cursor` stands behind the record's length. */
  constructor(
    private readonly bytes: Buffer,
    private readonly base: RecordBase,
    cursor: Cursor,
  ) {
    // Attributes of single records are not in use.
    cursor.skip(1);
    const timeDelta = cursor.varlong();
    this.timeDelta = base.fixedTime ? 0 : timeDelta;
    this.offsetDelta = cursor.varint();
    this.keyLength = cursor.varint();
    this.keyAt = cursor.at;
    cursor.skip(this.keyLength);
    this.valueLength = cursor.varint();
    this.valueAt = cursor.at;
  }

  get key(): Buffer | null {
    return this.part(this.keyAt, this.keyLength);
  }

  get value(): Buffer | null {
    return this.part(this.valueAt, this.valueLength);
  }

  get size(): number {
    return Math.max(0, this.keyLength) + Math.max(0, this.valueLength);
  }

  get offset(): bigint {
    return this.base.offset + BigInt(this.offsetDelta);
  }

  get timestamp(): number {
    return this.base.timestamp + this.timeDelta;
  }

  header(name: string): string | undefined {
    const cursor = this.headerCursor();
    for (let left = cursor.varint(); left > 0; left--) {
      const isIt = cursor.matches(name, cursor.varint());
      const length = cursor.varint();
      if (isIt) return length < 0 ? undefined : cursor.text(length);
      cursor.skip(length);
    }
    return undefined;
  }

  headers(): Record<string, string> {
    const all: Record<string, string> = {};
    const cursor = this.headerCursor();
    for (let left = cursor.varint(); left > 0; left--) {
      const name = cursor.text(cursor.varint());
      const length = cursor.varint();
      const text = length < 0 ? undefined : cursor.text(length);
      if (text !== undefined) all[name] ??= text;
    }
    return all;
  }

  private headerCursor(): Cursor {
    return new Cursor(this.bytes, this.valueAt + Math.max(0, this.valueLength));
  }

  private part(from: number, length: number): Buffer | null {
    return length < 0 ? null : this.bytes.subarray(from, from + length);
  }
}

/** Reads the records of a batch's body that is no longer compressed; throws `RangeError` on bytes that are none. */
export function decodeRecords(bytes: Buffer, count: number, base: RecordBase): LogRecord[] {
  const cursor = new Cursor(bytes, 0);
  const records: LogRecord[] = [];
  for (let left = count; left > 0; left--) {
    const length = cursor.varint();
    const end = cursor.at + length;
    if (length < 0 || end > bytes.length) throw new RangeError('The bytes end in the middle of a record');
    records.push(new EncodedRecord(bytes, base, cursor));
    cursor.at = end;
  }
  return records;
}

class Cursor {
  constructor(
    private readonly bytes: Buffer,
    public at: number,
  ) {}

  /** Zigzag base-128 of 32 bits. */
  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('The bytes end in the middle of a number');
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
  }

  /** Zigzag base-128 of 64 bits, exact up to 2^53. */
  varlong(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('The bytes end in the middle of a number');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  }

  text(length: number): string {
    const from = this.at;
    this.at += length;
    return this.bytes.toString('utf8', from, this.at);
  }

  /** Whether the next `length` bytes are this ASCII name; passes over them. */
  matches(name: string, length: number): boolean {
    const from = this.at;
    this.at += length;
    if (length !== name.length) return false;
    for (let index = 0; index < length; index++) if (this.bytes[from + index] !== name.charCodeAt(index)) return false;
    return true;
  }

  skip(length: number): void {
    if (length > 0) this.at += length;
  }
}
