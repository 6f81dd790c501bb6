import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GENERIC, ONLINE_RETAIL } from '@orderweave/domain-ordering';
import { withFileSettings } from './file-settings.js';

describe('zone and currency of a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orderweave-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const settings = async (placedAt: string, stated = {}) => {
    const file = join(folder, 'orders.csv');
    const header = 'order_id,customer_id,placed_at,currency,sku,quantity,unit_price';
    await writeFile(file, `${header}\no1,c1,${placedAt},USD,cd,1,29.33\no2,c1,1997-01-02T12:00:00Z,EUR,cd,1,5\n`);
    const { timeZone, baseCurrency } = await withFileSettings(file, GENERIC, stated);
    return [timeZone, baseCurrency];
  };

  it('are those of its first order where the map names none', async () => {
    expect(await settings('1997-01-01T12:00:00-05:00')).toEqual(['Etc/GMT+5', 'USD']);
    expect(await settings('1997-01-01T12:00:00+08:00')).toEqual(['Etc/GMT-8', 'USD']);
    expect(await settings('1997-01-01T12:00:00Z')).toEqual(['UTC', 'USD']);
    expect(await settings('1997-01-01T12:00:00+00:00')).toEqual(['UTC', 'USD']);
  });

  it('may be stated, and must be where the offset has no whole hours', async () => {
    expect(await settings('1997-01-01T12:00:00Z', { timeZone: 'Asia/Kolkata', currency: 'INR' })).toEqual([
      'Asia/Kolkata',
      'INR',
    ]);
    await expect(settings('1997-01-01T12:00:00+05:30')).rejects.toThrow(/--time-zone/);
  });

  it('are those of the map where it has them', async () => {
    const map = await withFileSettings('/no/such/file', ONLINE_RETAIL, {});
    expect([map.timeZone, map.baseCurrency]).toEqual(['Europe/London', 'GBP']);
  });
});
