import { describe, expect, it } from '@jest/globals';
import { toneOfText } from './tone-of-text.js';

describe('the tone of a text', () => {
  it.each([
    ['I love it, excellent quality and a helpful team', 'positive'],
    ['Terrible. The hinge was broken and nobody answered.', 'negative'],
    ['This was not good at all', 'negative'],
    ["I can't recommend this shop", 'negative'],
    ['Delivered without problems', 'positive'],
    ['非常好，物流很快，推荐！', 'positive'],
    ['不满意，客服态度差', 'negative'],
    ['不太满意', 'negative'],
    ['没有破损，包装完好', 'positive'],
    ['收到就是坏的，要求退款', 'negative'],
    ['质量很好，Great service', 'positive'],
  ])('%s: %s', (text, sentiment) => {
    expect(toneOfText(text)?.sentiment).toBe(sentiment);
  });

  it('says nothing where no word has a tone', () => {
    for (const text of ['', '12345', 'The hinge is made of steel', '昨天收到三件', 'constructor toString __proto__'])
      expect(toneOfText(text)).toBeUndefined();
  });

  it('stays between -1 and 1 and knows what cancels out', () => {
    const tone = toneOfText('awful '.repeat(500))!;
    expect(tone.tone).toBeGreaterThanOrEqual(-1);
    expect(tone.tone).toBeLessThan(-0.9);
    expect(toneOfText('好评 差评')).toEqual({ sentiment: 'neutral', tone: 0 });
  });
});
