import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ONLINE_RETAIL, formatDay, parseDay } from '@orderweave/domain-ordering';
import { chooseMap } from './choose-map.js';
import { fileId, FileSource } from './file-source.js';

const CSV = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,"HEART, WHITE",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536366,22633,HAND WARMER,2,2010-12-03 09:00:00,1.85,,United Kingdom
536365,71053,LANTERN,1,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
`;

describe('a file of orders', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orderweave-file-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const read = async (content: string | Buffer) => {
    const file = join(folder, 'orders.csv');
    await writeFile(file, content);
    return FileSource.read(file, ONLINE_RETAIL, () => undefined);
  };
  const idsByDay = (source: FileSource) =>
    [...source.steps(null, 1)].map(({ lastDay, orders }) => [
      formatDay(lastDay),
      ...orders.map((order) => (JSON.parse(order) as { externalId: string }).externalId).sort(),
    ]);

  it('is played by local day, with the days on which nothing came', async () => {
    const source = await read(CSV);
    expect(idsByDay(source)).toEqual([['2010-12-01', '536365', 'C536379'], ['2010-12-02'], ['2010-12-03', '536366']]);
    expect(source).toMatchObject({ timeZone: 'Europe/London', baseCurrency: 'GBP', endsToday: false });
  });

  it('keeps every line of an invoice whose lines lie apart', async () => {
    const source = await read(CSV);
    const orders = [...source.steps(null, 7)]
      .flatMap((step) => step.orders)
      .map((order) => JSON.parse(order) as object);
    expect(orders).toContainEqual(
      expect.objectContaining({ externalId: '536365', lines: [expect.anything(), expect.anything()] }),
    );
  });

  it('may be compressed, whatever its name', async () => {
    expect(idsByDay(await read(gzipSync(CSV)))).toEqual(idsByDay(await read(CSV)));
  });

  it('goes on after a day', async () => {
    const source = await read(CSV);
    expect([...source.steps(parseDay('2010-12-01'), 1)].map(({ firstDay }) => formatDay(firstDay))).toEqual([
      ...['2010-12-02', '2010-12-03'],
    ]);
  });

  it('is refused in words that help', async () => {
    await expect(fileId(join(folder, 'none.csv'), ONLINE_RETAIL)).rejects.toThrow('is no file that can be read');
    await expect(read('a,b\n1,2\n')).rejects.toThrow(/column "InvoiceNo" is missing/);
    await expect(chooseMap('online')).rejects.toThrow(/neither a built-in map \(online-retail, generic\)/);
    const map = join(folder, 'map.json');
    await writeFile(map, '{"name": 3}');
    await expect(chooseMap(map)).rejects.toThrow(/cannot be used/);
  });
});
