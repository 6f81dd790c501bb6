import { describe, expect, it } from '@jest/globals';
import { chooseLanguage } from './fault-wording.js';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['en;q=0.3, zh;q=0.7', 'zh-CN'],
    ['fr, zh;q=0.1', 'zh-CN'],
    ['zh;q=0', 'en'],
    ['de', 'en'],
  ])('for %s is %s', (header, language) => expect(chooseLanguage(header)).toBe(language));
});
