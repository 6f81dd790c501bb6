import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Row } from '@orderweave/domain-ordering';
import { parse } from 'csv-parse';

const CHUNK = 1_000;
const LONGEST_RECORD = 1 << 20;

/** Bounds of reading, and who wants to know how far it is. */
export interface ReadSettings {
  /** Most bytes after decompression. */
  readonly limitBytes: number;
  readonly signal: AbortSignal;
  /** Told how many bytes of the file (as it lies on the disk) were read. */
  readonly onRead?: (bytes: number) => void;
}

/** Thrown when a file cannot be read to its end: it says where and why. */
export class FileReadError extends Error {
  override name = 'FileReadError';
}

/** The rows of a CSV file with a header, plain or gzip (told by its first bytes), in chunks; in bounded memory. */
export async function* readRows(file: string, { limitBytes, signal, onRead }: ReadSettings): AsyncGenerator<Row[]> {
  const zipped = await isGzip(file);
  // An abort before the listener below is there would go unheard.
  signal.throwIfAborted();
  const source = createReadStream(file);
  const parser = parse({
    columns: (header: string[]) => header.map((name) => name.trim()),
    bom: true,
    skip_empty_lines: true,
    // A row that is too short becomes an order with faults, which names what is missing; it must not end the import.
    relax_column_count: true,
    max_record_size: LONGEST_RECORD,
  });
  const unzip = zipped ? [createGunzip()] : [];
  // The parser passes the error on to whoever reads it.
  pipeline([source, ...unzip, limitOf(limitBytes), parser], () => undefined);
  const abort = (): void => void source.destroy(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    let chunk: Row[] = [];
    for await (const row of parser) {
      chunk.push(row as Row);
      if (chunk.length < CHUNK) continue;
      onRead?.(source.bytesRead);
      yield chunk;
      chunk = [];
    }
    onRead?.(source.bytesRead);
    yield chunk;
  } catch (error) {
    signal.throwIfAborted();
    throw new FileReadError((error as Error).message, { cause: error });
  } finally {
    signal.removeEventListener('abort', abort);
    source.destroy();
  }
}

/** Passes bytes on until there are too many: a small archive can hold an endless file. */
function limitOf(limit: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(data: Buffer, _encoding, done) {
      bytes += data.length;
      if (bytes > limit) done(new Error(`the file has more than ${limit} bytes when unpacked; split it`));
      else done(null, data);
    },
  });
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
