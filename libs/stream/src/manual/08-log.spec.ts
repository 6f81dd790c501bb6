import { describe, expect, it } from '@jest/globals';
import { FrameWriter, readFrames } from '@orderweave/postgres';
import fc from 'fast-check';
import { crc32c } from '../broker/crc32c.js';
import { decompress } from '../fetch/decompress.js';
import { FollowedPartition } from '../fetch/followed-partition.js';
import { splitBatches, unpackBatch } from '../fetch/stored-batch.js';
import { encodeRecordBatch } from '../produce/record-batch.js';

const identity = { producerId: 7n, producerEpoch: 0, sequence: 0, timestamp: 1_700_000_000_123 };

async function batchOf(values: readonly string[], firstOffset: bigint, flags = 0): Promise<Buffer> {
  const writer = new FrameWriter();
  for (const value of values)
    writer.addMessage({ topic: 't', key: value, headers: { of: value }, value: Buffer.from(value) });
  const batch = await encodeRecordBatch([...readFrames(writer.take())], identity);
  batch.writeBigInt64BE(firstOffset, 0);
  batch.writeInt16BE(batch.readInt16BE(21) | flags, 21);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

const LIMITS = { records: 100, bytes: 1 << 20 };

async function valuesOf(followed: FollowedPartition): Promise<(string | undefined)[]> {
  return (await followed.take(LIMITS)).records.map(({ value }) => value?.toString());
}

const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 20 });

describe('8. What Kafka stores', () => {
  it('8.6 is unpacked to what was packed, and a batch that was cut off waits for the next fetch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 5 }), fc.nat(), async (batches, cut) => {
        let offset = 5n;
        const stored: Buffer[] = [];
        for (const values of batches) {
          stored.push(await batchOf(values, offset));
          offset += BigInt(values.length);
        }
        const all = Buffer.concat(stored);
        const end = cut % (all.length + 1);
        const whole = stored.filter((_, index) => Buffer.concat(stored.slice(0, index + 1)).length <= end).length;
        const split = [...splitBatches(all.subarray(0, end))];
        const records = (await Promise.all(split.map(unpackBatch))).flat();
        const expected = batches.slice(0, whole).flat();
        expect(records.map(({ value }) => value?.toString())).toEqual(
          expected.map((text) => Buffer.from(text).toString()),
        );
        expect(records.map(({ offset: at }) => at)).toEqual(expected.map((_, index) => 5n + BigInt(index)));
        expect(records.every((record) => record.header('of') === record.value?.toString())).toBe(true);
        expect(records.every(({ timestamp }) => timestamp === identity.timestamp)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('8.7 a bit that fell over is noticed', async () => {
    const batch = await batchOf(['a', 'b'], 0n);
    batch[70] = batch[70]! ^ 1;
    expect(() => [...splitBatches(batch)]).toThrow('wrong checksum');
  });

  it('8.8 what was aborted is not seen, before its marker and up to it', async () => {
    const [transactional, control] = [0x10, 0x30];
    const log = Buffer.concat([
      await batchOf(['kept'], 0n, transactional),
      await batchOf(['commit'], 1n, control),
      await batchOf(['aborted'], 2n, transactional),
      await batchOf(['abort'], 3n, control),
      await batchOf(['after'], 4n, transactional),
      await batchOf(['plain'], 5n),
    ]);
    const split = [...splitBatches(log, [{ producerId: 7n, firstOffset: 2n }])];
    const records = (await Promise.all(split.map(unpackBatch))).flat();
    expect(records.map(({ value }) => value?.toString())).toEqual(['kept', 'after', 'plain']);
    expect(split.at(-1)?.lastOffset).toBe(5n);
  });

  it('8.9 what stands before a damaged batch goes its way first', async () => {
    const [good, damaged, behind] = [await batchOf(['a', 'b'], 0n), await batchOf(['c'], 2n), await batchOf(['d'], 3n)];
    damaged[70] = damaged[70]! ^ 1;
    const fetched = new FollowedPartition('t', 0, 0n);
    expect(() => fetched.add(splitBatches(Buffer.concat([good, damaged, behind])))).toThrow('wrong checksum');
    expect(fetched.position).toBe(2n);
    expect(await valuesOf(fetched)).toEqual(['a', 'b']);

    // Its checksum is right, but nobody knows how it was packed.
    const unknown = await batchOf(['c'], 2n, 0x07);
    const taken = new FollowedPartition('t', 0, 0n);
    taken.add(splitBatches(Buffer.concat([good, unknown, behind])));
    expect(await valuesOf(taken)).toEqual(['a', 'b']);
    await expect(taken.take(LIMITS)).rejects.toThrow('compressed in a way');
    await expect(taken.take(LIMITS)).rejects.toThrow('compressed in a way');
  });

  it('8.10 a few bytes that stand for very many are refused', async () => {
    // A frame of Zstandard in blocks of one byte repeated 131,072 times (RFC 8878, 3.1.1.2).
    const block = Buffer.from([0x02, 0x00, 0x10, 0x61]);
    const last = Buffer.from([0x03, 0x00, 0x10, 0x61]);
    const frame = (blocks: number) =>
      Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]), ...Array(blocks - 1).fill(block), last]);
    const unpackedSize = async (blocks: number) => (await decompress(4, frame(blocks))).length;
    await expect(unpackedSize(10)).resolves.toBe(10 << 17);
    await expect(unpackedSize(2_100)).rejects.toThrow('unpacks to more than');
  });
});
