import type { YearOptions } from '@orderweave/simulator';
import type { LauncherOptions } from '../options/parse-options.js';
import { chooseMap } from './choose-map.js';
import { withFileSettings } from './file-settings.js';
import { fileId, FileSource, type ReadProgress } from './file-source.js';
import type { PlaySource } from './play-source.js';
import { simulatedId, SimulatedSource, yearOptions } from './simulated-source.js';

/** Orders that were chosen, not yet read. */
export interface ChosenSource {
  id: string;
  timeZone: string;
  baseCurrency: string;
  /** A short name for people. */
  title: string;
  /** Opens it for a play first started at this instant (epoch milliseconds). */
  open(startedAt: number, progress: ReadProgress): Promise<PlaySource>;
  /** What live orders go on with afterwards; undefined for a file. */
  live(startedAt: number): YearOptions | undefined;
}

/** The orders that the options ask for. @throws UsageError for a file or map that cannot be used */
export async function chooseSource(options: LauncherOptions): Promise<ChosenSource> {
  const { orders, map: mapName } = options;
  if (orders === undefined || mapName === undefined) {
    const { timeZone, currency } = yearOptions(options, 0);
    return {
      ...{ id: simulatedId(options), title: `${options.customers.toLocaleString('en-US')} customers` },
      ...{ timeZone, baseCurrency: currency },
      open: (startedAt) => Promise.resolve(new SimulatedSource(options, startedAt)),
      live: (startedAt) => yearOptions(options, startedAt),
    };
  }
  const chosen = await chooseMap(mapName);
  const id = await fileId(orders, chosen);
  const map = await withFileSettings(orders, chosen, options);
  return {
    ...{ id, title: id.split(',')[0] ?? id },
    ...{ timeZone: map.timeZone ?? 'Asia/Shanghai', baseCurrency: map.baseCurrency ?? 'CNY' },
    open: (_startedAt, progress) => FileSource.read(orders, map, progress),
    live: () => undefined,
  };
}
