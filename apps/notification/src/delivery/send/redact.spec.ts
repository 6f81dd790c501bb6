import { expect, it } from '@jest/globals';
import { redactRequest } from './redact.js';

it('keeps no token, signature or link that acts', () => {
  const body = JSON.stringify({
    sign: 's3cret',
    timestamp: '1',
    card: { url: 'https://o.example.com/a?t=abc-_1.def', text: '华东贸易' },
  });
  const kept = redactRequest({ url: 'https://oapi.dingtalk.com/robot/send?access_token=t0ken&sign=x', body });
  expect(kept).toBe(
    'POST https://oapi.dingtalk.com/robot/…\n{"sign":"…","timestamp":"1","card":{"url":"https://o.example.com/a?t=…","text":"华东贸易"}}',
  );
});

it('keeps neither what a token is asked for with nor the token', () => {
  const kept = redactRequest({
    ...{ method: 'GET', url: 'https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=c&corpsecret=s' },
    body: JSON.stringify({ app_secret: 's3cret', appSecret: 's3cret', tenant_access_token: 't-1', accessToken: 't-1' }),
  });
  expect(kept).toBe(
    'GET https://qyapi.weixin.qq.com/cgi-bin/…\n{"app_secret":"…","appSecret":"…","tenant_access_token":"…","accessToken":"…"}',
  );
});
