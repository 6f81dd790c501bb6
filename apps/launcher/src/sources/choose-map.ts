import { readFile } from 'node:fs/promises';
import { BUILT_IN_MAPS, parseColumnMap, type ColumnMap } from '@orderweave/domain-ordering';
import { UsageError } from '../options/parse-options.js';

/** A built-in column map by its name, or one from a JSON document. @throws UsageError, ColumnMapError */
export async function chooseMap(name: string): Promise<ColumnMap> {
  const builtIn = BUILT_IN_MAPS.get(name);
  if (builtIn) return builtIn;
  const text = await readFile(name, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const names = [...BUILT_IN_MAPS.keys()].join(', ');
    throw new UsageError(`--map "${name}" is neither a built-in map (${names}) nor a file that can be read`);
  }
  try {
    return parseColumnMap(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`--map ${name}: ${(error as Error).message}`);
  }
}
