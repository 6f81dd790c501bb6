import { describe, expect, it } from '@jest/globals';
import { parseTenantSettings, TenantSettingsError } from './tenant-settings.js';

describe('tenant settings', () => {
  it('fill in what is not stated, from a value or from text', () => {
    const expected = {
      tenant: 'default',
      timeZone: 'Asia/Shanghai',
      baseCurrency: 'CNY',
      valueBasis: 'goods',
      defaultCountry: 'CN',
      rates: [],
      graceDays: 3,
    };
    expect(parseTenantSettings([{ tenant: 'default' }])).toEqual([expected]);
    expect(parseTenantSettings('[{"tenant":"uk","timeZone":"Europe/London","baseCurrency":"GBP"}]')).toEqual([
      { ...expected, tenant: 'uk', timeZone: 'Europe/London', baseCurrency: 'GBP' },
    ]);
  });

  it('name every fault at once', () => {
    const faults = faultsOf([{ tenant: 'A b', baseCurrency: 'cny', graceDays: -1, colour: 'red' }]);
    for (const field of ['/0/tenant', '/0/baseCurrency', '/0/graceDays', '/0']) {
      expect(faults).toContainEqual(expect.stringContaining(`${field} `));
    }
    expect(faultsOf([{ tenant: 'a', timeZone: 'Mars/Base' }, { tenant: 'a' }])).toHaveLength(2);
    expect(faultsOf('[')).toHaveLength(1);
    expect(faultsOf([])).toHaveLength(1);
  });

  it('refuse a rate from a day that is not in the calendar', () => {
    expect(faultsOf([{ tenant: 'a', rates: [{ currency: 'EUR', from: '2025-02-30', rate: '7.9' }] }])).toEqual([
      '/0/rates/0/from "2025-02-30" is not a day of the calendar',
    ]);
    expect(faultsOf([{ tenant: 'a', rates: [{ currency: 'EUR', from: '2025-02-01', rate: '0' }] }])).toEqual([
      '/0/rates/0/rate "0" is not above zero',
    ]);
  });
});

function faultsOf(json: unknown): readonly string[] {
  try {
    parseTenantSettings(json);
  } catch (error) {
    if (error instanceof TenantSettingsError) return error.faults;
  }
  return [];
}
