import { describe, expect, it } from '@jest/globals';
import { chosenLocale } from './chosen-locale.js';
import { positionOf } from './stream-alerts.js';

describe('the language of an answer', () => {
  it('is the one asked for, else the first of Accept-Language that there is, else English', () => {
    expect(chosenLocale('zh-CN', 'en')).toBe('zh-CN');
    expect(chosenLocale(undefined, 'fr-FR, zh-TW;q=0.8, en;q=0.5')).toBe('zh-CN');
    expect(chosenLocale(undefined, 'de')).toBe('en');
    expect(chosenLocale(undefined, undefined)).toBe('en');
  });
});

describe('Last-Event-ID', () => {
  it('is taken when it is one of ours, and ignored otherwise', () => {
    expect(positionOf('958-al_24ac')).toEqual({ xid: '958', id: 'al_24ac' });
    for (const other of [undefined, '', '958', 'x-al_1', "1-a'; DROP", '-1-a'])
      expect(positionOf(other)).toBeUndefined();
  });
});
