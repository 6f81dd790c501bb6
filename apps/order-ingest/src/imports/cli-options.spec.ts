import { describe, expect, it } from '@jest/globals';
import { parseImportOptions, UsageError } from './cli-options.js';

describe('the command line of an import', () => {
  it('is read', () => {
    expect(parseImportOptions(['orders.csv', '--map', 'generic'])).toEqual({
      file: 'orders.csv',
      map: 'generic',
      dryRun: false,
      url: 'http://localhost:4101',
    });
    expect(
      parseImportOptions(['o.csv.gz', '--map=online-retail', '--dry-run', '--url', 'http://ingest:80/']),
    ).toMatchObject({
      dryRun: true,
      url: 'http://ingest:80',
    });
    expect(parseImportOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [['--map', 'generic'], /name the file/],
    [['a.csv'], /--map online-retail/],
    [['a.csv', 'b.csv', '--map', 'generic'], /one file at a time/],
    [['a.csv', '--map', 'generic', '--speed', '9'], /--speed/],
    [['a.csv', '--map', 'generic', '--url', 'nowhere'], /is no URL/],
  ])('%j is explained', (args, message) => {
    expect(() => parseImportOptions(args)).toThrow(UsageError);
    expect(() => parseImportOptions(args)).toThrow(message);
  });
});
