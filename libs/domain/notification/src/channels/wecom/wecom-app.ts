import { apiAddress, readMissed, takeToken, type AppChannel, type AppTarget } from '../app-channel.js';
import type { Card } from '../card.js';
import type { Answer, AnswerVerdict } from '../channel.js';
import { fitCard, jsonBytes } from '../fit-card.js';
import { parseAnswer, readCode } from '../read-answer.js';
import { renderWeCom } from './wecom.js';
import {
  WECOM_APP_CODES,
  WECOM_APP_LIMITS,
  WECOM_APP_MARKDOWN,
  WECOM_APP_REPEAT_SECONDS,
  WECOM_TOKEN_CODES,
} from './wecom-app-limits.js';

/** An app of WeCom and the people that it writes to, by their userid. */
export interface WeComAppTarget extends AppTarget {
  readonly corpId: string;
  readonly corpSecret: string;
  readonly agentId: number;
}

const HOME = 'https://qyapi.weixin.qq.com';

/** A company's own app in WeCom: a text notice, as of group robots. */
export const wecomApp: AppChannel<WeComAppTarget> = {
  name: 'wecom-app',
  limits: WECOM_APP_LIMITS,
  appOf: ({ corpId, agentId }) => `${corpId}/${agentId}`,
  askToken(target) {
    const url = new URL(apiAddress(target, HOME, '/cgi-bin/gettoken'));
    url.searchParams.set('corpid', target.corpId);
    url.searchParams.set('corpsecret', target.corpSecret);
    return { method: 'GET', url: url.href, headers: {}, body: '' };
  },
  readToken(answer) {
    const verdict = readCode(answer, 'errcode', 'errmsg', {});
    if (verdict.kind !== 'accepted') return verdict;
    const token = takeToken(parseAnswer(answer.body), ['access_token', 'expires_in']);
    return token ?? { kind: 'retry', reason: 'answered without a token' };
  },
  request(card, target, { token, round }) {
    const url = new URL(apiAddress(target, HOME, '/cgi-bin/message/send'));
    url.searchParams.set('access_token', token);
    const render = (short: Card) => ({
      touser: target.to.join('|'),
      agentid: target.agentId,
      ...renderWeCom(short),
      // Sent again on purpose, it is the same document and is to be shown all the same.
      enable_duplicate_check: round === 0 ? 1 : 0,
      duplicate_check_interval: WECOM_APP_REPEAT_SECONDS,
    });
    const message = fitCard(card, render, fits);
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return { url: url.href, headers, body: JSON.stringify(message) };
  },
  refusesToken: ({ body }) => WECOM_TOKEN_CODES.has(parseAnswer(body)?.['errcode']),
  read,
};

function fits(message: ReturnType<typeof renderWeCom>): boolean {
  const content = message.markdown?.content ?? '';
  return Buffer.byteLength(content) <= WECOM_APP_MARKDOWN && jsonBytes(message) <= WECOM_APP_LIMITS.bodyBytes;
}

function read(answer: Answer, target: WeComAppTarget): AnswerVerdict {
  const verdict = readCode(answer, 'errcode', 'errmsg', WECOM_APP_CODES);
  if (verdict.kind !== 'accepted') return verdict;
  // Ids come in lower case, divided as they were sent.
  const document = parseAnswer(answer.body);
  const [invalid, unlicensed] = ['invaliduser', 'unlicenseduser'].map((name) => {
    const ids = document?.[name];
    return typeof ids === 'string' ? ids.split('|').filter(Boolean) : [];
  });
  const why = invalid!.length ? 'invaliduser' : 'unlicenseduser';
  return readMissed(target, [...invalid!, ...unlicensed!], why);
}
