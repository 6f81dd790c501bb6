import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { decompressFrame } from 'lz4-napi';
import { uncompressSync } from 'snappy';

const unzip = promisify(gunzip);
/** Of one batch: what Kafka takes at most, many times over. Snappy and LZ4 cannot pack more than 255 bytes into one. */
const MOST_BYTES = 256 << 20;
/** Java's Snappy stream: this name, two versions of 32 bits, then blocks after their lengths (xerial/snappy-java, SnappyOutputStream). */
const SNAPPY_STREAM = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const SNAPPY_HEADER = 16;

type Codec = (bytes: Buffer) => Buffer | Promise<Buffer>;

/** By Kafka's numbers. */
const CODECS: readonly Codec[] = [
  (bytes) => bytes,
  (bytes) => unzip(bytes, { maxOutputLength: MOST_BYTES }),
  unpackSnappy,
  decompressFrame,
  unpackZstandard,
];

/** What a record batch holds, no longer compressed. */
export async function decompress(codec: number, bytes: Buffer): Promise<Buffer> {
  const unpack = CODECS[codec];
  if (!unpack) throw new Error(`Records are compressed in a way (${codec}) that Kafka had not when this was written`);
  return unpack(bytes);
}

/** Block by block: a few bytes may stand for very many. */
function unpackZstandard(bytes: Buffer): Buffer {
  const blocks: Uint8Array[] = [];
  let size = 0;
  const stream = new Decompress((block) => {
    size += block.length;
    if (size > MOST_BYTES) throw new RangeError(`A record batch unpacks to more than ${MOST_BYTES} bytes`);
    blocks.push(block);
  });
  stream.push(bytes, true);
  return Buffer.concat(blocks);
}

function unpackSnappy(bytes: Buffer): Buffer {
  const uncompress = (block: Buffer) => uncompressSync(block, { asBuffer: true }) as Buffer;
  if (!bytes.subarray(0, SNAPPY_STREAM.length).equals(SNAPPY_STREAM)) return uncompress(bytes);
  const blocks: Buffer[] = [];
  for (let at = SNAPPY_HEADER; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    blocks.push(uncompress(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}
