const NOTHING = Buffer.alloc(0);

/** A buffer that grows as it is written to; numbers are big-endian, as Kafka and the outbox write them. */
export class ByteWriter {
  private bytes = NOTHING;
  private end = 0;

  /** `capacity` in bytes: what it will need, as far as known. */
  constructor(private readonly capacity = 1 << 16) {}

  get length(): number {
    return this.end;
  }

  int8(value: number): this {
    this.reserve(1);
    this.end = this.bytes.writeInt8(value, this.end);
    return this;
  }

  int16(value: number): this {
    this.reserve(2);
    this.end = this.bytes.writeInt16BE(value, this.end);
    return this;
  }

  int32(value: number): this {
    this.reserve(4);
    this.end = this.bytes.writeInt32BE(value, this.end);
    return this;
  }

  int64(value: bigint): this {
    this.reserve(8);
    this.end = this.bytes.writeBigInt64BE(value, this.end);
    return this;
  }

  /** Zigzag base-128 of a 32-bit integer, as in Kafka's records. */
  varint(value: number): this {
    this.reserve(5);
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 0x7f) {
      this.bytes[this.end++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.end++] = rest;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
    return this;
  }

  /** UTF-8 after its length as a varint. */
  varText(text: string): this {
    const length = Buffer.byteLength(text);
    this.varint(length).reserve(length);
    this.end += this.bytes.write(text, this.end, length, 'utf8');
    return this;
  }

  /** UTF-8 after its length in 16 bits. */
  shortText(text: string): this {
    const length = Buffer.byteLength(text);
    this.int16(length).reserve(length);
    this.end += this.bytes.write(text, this.end, length, 'utf8');
    return this;
  }

  /** Overwrites four bytes that were written before. */
  patchInt32(position: number, value: number): this {
    this.bytes.writeInt32BE(value, position);
    return this;
  }

  /** What was written since `start`; valid until the next write. */
  since(start: number): Buffer {
    return this.bytes.subarray(start, this.end);
  }

  /** All that was written, without a copy; the writer begins anew. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.end);
    this.bytes = NOTHING;
    this.end = 0;
    return taken;
  }

  private reserve(length: number): void {
    if (this.end + length <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.capacity, this.end + length));
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes = grown;
  }
}
