import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

/** A file of the real data sets: below ORDERWEAVE_DATA, or beside the repository. @throws when it is not there */
export function dataFile(...path: string[]): string {
  const file = join(process.env['ORDERWEAVE_DATA'] ?? join(root, '..', 'shared', 'data'), ...path);
  if (!existsSync(file))
    throw new Error(`${path.join('/')} is not there; set ORDERWEAVE_DATA to the folder of the data sets`);
  return file;
}
