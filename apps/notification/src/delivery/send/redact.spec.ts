import { expect, it } from '@jest/globals';
import { redactRequest } from './redact.js';

it('keeps no token, signature or link that acts', () => {
  const body = JSON.stringify({
    sign: 's3cret',
    timestamp: '1',
    card: { url: 'https://o.example.com/a?t=abc-_1.def', text: '华东贸易' },
  });
  const kept = redactRequest('https://oapi.dingtalk.com/robot/send?access_token=t0ken&sign=x', body);
  expect(kept).toBe(
    'POST https://oapi.dingtalk.com/robot/…\n{"sign":"…","timestamp":"1","card":{"url":"https://o.example.com/a?t=…","text":"华东贸易"}}',
  );
});
