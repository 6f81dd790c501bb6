import { describe, expect, it } from '@jest/globals';
import { ProgressBar } from './progress-bar.js';

describe('a progress bar', () => {
  it('redraws its line on a terminal', () => {
    const written: string[] = [];
    const bar = new ProgressBar({ isTTY: true, write: (text) => written.push(text) });
    bar.show('import', 50, '10 orders');
    bar.end();
    expect(written).toEqual([`\r\x1b[2K${'█'.repeat(15)}${'░'.repeat(15)} import  50.0 %  10 orders`, '\n']);
  });

  it('writes ten lines into a log', () => {
    const written: string[] = [];
    const bar = new ProgressBar({ write: (text) => written.push(text) });
    for (let percent = 0; percent < 100; percent += 1) bar.show('import', percent, '');
    expect(written).toHaveLength(10);
    expect(written.every((line) => line.endsWith('\n'))).toBe(true);
  });
});
