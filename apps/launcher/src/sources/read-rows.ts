import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

const CHUNK = 1_000;

/** The rows of a CSV file, plain or gzip (told by its first bytes), in chunks; bounded memory. */
export async function* readRows(file: string): AsyncGenerator<Record<string, string>[]> {
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true });
  const failed = (error: unknown) => void (error && parser.destroy(error as Error));
  if (await isGzip(file)) pipeline(createReadStream(file), createGunzip(), parser, failed);
  else pipeline(createReadStream(file), parser, failed);
  let chunk: Record<string, string>[] = [];
  for await (const row of parser) {
    chunk.push(row as Record<string, string>);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
