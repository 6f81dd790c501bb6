import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './parse-options.js';

describe('options', () => {
  it('have defaults', () => {
    expect(parseOptions([], {})).toEqual({
      ...{ exit: false, fresh: false, help: false, develop: false, step: 'day', language: 'en' },
      ...{ customers: 2000, days: 365, seed: 1, portOffset: 0 },
    });
  });

  it('are read from the command line and the environment', () => {
    const options = parseOptions(['--exit', '--customers', '50', '--step', 'week'], {
      ...{ LANG: 'zh_CN.UTF-8', ORDERWEAVE_PORT_OFFSET: '100' },
    });
    expect(options).toMatchObject({ exit: true, customers: 50, step: 'week', language: 'zh', portOffset: 100 });
    expect(parseOptions(['--lang', 'en', '--port-offset', '7'], { LANG: 'zh_CN' })).toMatchObject({
      ...{ language: 'en', portOffset: 7 },
    });
  });

  it.each([
    [['--exti'], /Unknown option '--exti'.*--help/],
    [['--customers', 'many'], /--customers takes a whole number from 1 to 10000000, not "many"/],
    [['--customers', '0'], /--customers takes/],
    [['--step', 'hour'], /--step takes day or week/],
    [['--orders', 'x.csv'], /--orders FILE and --map NAME belong together/],
    [['--orders', 'x.csv', '--map', 'generic', '--seed', '2'], /--seed is for the simulated year/],
    [['file.csv'], /Unexpected argument 'file.csv'/],
  ])('%j is refused in words that help', (args, message) => {
    expect(() => parseOptions(args, {})).toThrow(message);
  });
});
