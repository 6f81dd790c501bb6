import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '@orderweave/service';

/** Writes an upload to a file as it comes; returns its bytes. Leaves nothing behind when it is cut off or too large. */
export async function spoolUpload(upload: Readable, file: string, limitBytes: number): Promise<number> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  let bytes = 0;
  const count = new Transform({
    transform(data: Buffer, _encoding, done) {
      bytes += data.length;
      done(bytes > limitBytes ? tooLarge(limitBytes) : null, data);
    },
  });
  try {
    await pipeline(upload, count, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return bytes;
}

function tooLarge(limit: number): Problem {
  return new Problem({
    status: 413,
    code: 'too-large',
    title: 'The file is too large',
    detail: `At most ${limit} bytes can be imported at once. Split the file; the parts may be imported in any order.`,
  });
}
