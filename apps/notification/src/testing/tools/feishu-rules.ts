import { createHmac } from 'node:crypto';
import { addressesIn, tooMany, type ToolAnswer, type ToolRules } from './fake-tool.js';

interface FeishuMessage {
  timestamp?: string;
  sign?: string;
  msg_type?: string;
  card?: { header?: { title?: { tag?: string; content?: string }; template?: string }; elements?: { tag?: string }[] };
}

const TAGS = new Set(['div', 'hr', 'action', 'note', 'markdown', 'column_set', 'img']);

/** A custom bot of Feishu as its page documents it: 20 KB, 5 a second, 100 a minute, a signature not older than an hour. */
export function feishuRules(token: string, secret: string): ToolRules {
  return ({ url, body, at }, accepted) => {
    if (url.pathname !== `/open-apis/bot/v2/hook/${token}`)
      return no(19001, 'param invalid: incoming webhook access token invalid');
    if (Buffer.byteLength(body) > 20 * 1024) return no(19036, 'message too large');
    const message = JSON.parse(body) as FeishuMessage;
    const age = Math.abs(at / 1000 - Number(message.timestamp));
    const sign = createHmac('sha256', `${message.timestamp}\n${secret}`).update('').digest('base64');
    if (!(age <= 3600) || message.sign !== sign)
      return no(19021, 'sign match fail or timestamp is not within one hour from current time');
    if (tooMany(accepted, at, 5, 1_000) || tooMany(accepted, at, 100, 60_000)) return no(11232, 'frequency limited');
    const { header, elements } = message.card ?? {};
    if (message.msg_type !== 'interactive') return no(19002, 'params error, msg_type need');
    if (!header?.title?.content || !elements?.length || !elements.every(({ tag }) => TAGS.has(tag ?? '')))
      return { accepted: false, status: 400, body: JSON.stringify({ code: 9499, msg: 'Bad Request' }) };
    if (addressesIn(message).some((address) => !/^https?:\/\//.test(address))) return no(11246, 'invalid card url');
    return { accepted: true, status: 200, body: JSON.stringify({ code: 0, data: {}, msg: 'success' }) };
  };
}

const no = (code: number, msg: string): ToolAnswer => ({
  accepted: false,
  status: 200,
  body: JSON.stringify({ code, msg, data: {} }),
});
