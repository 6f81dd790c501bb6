import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decompressFrame } from 'lz4-napi';

const unzip = promisify(gunzip);
/** Of one batch: what Kafka takes at most, many times over. */
const MOST_BYTES = 256 << 20;

type Codec = (bytes: Buffer) => Buffer | Promise<Buffer>;

/** By Kafka's numbers. */
const CODECS: readonly (Codec | undefined)[] = [
  (bytes) => bytes,
  (bytes) => unzip(bytes, { maxOutputLength: MOST_BYTES }),
  undefined,
  decompressFrame,
];
const NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** What a record batch holds, no longer compressed. */
export async function decompress(codec: number, bytes: Buffer): Promise<Buffer> {
  const unpack = CODECS[codec];
  if (!unpack) throw new Error(`Records are compressed with ${NAMES[codec] ?? codec}; have them sent with gzip or lz4`);
  return unpack(bytes);
}
