import { createHmac } from 'node:crypto';
import { tooMany, type ToolAnswer, type ToolRules } from './fake-tool.js';

interface DingTalkMessage {
  msgtype?: string;
  actionCard?: { title?: string; text?: string; btns?: { title?: string; actionURL?: string }[] };
}

/** A custom robot of DingTalk as its page documents it: 20,000 bytes, 20 a minute and then ten minutes of silence, a signature. */
export function dingtalkRules(token: string, secret: string): ToolRules {
  let silentUntil = 0;
  return ({ url, body, headers, at }, accepted) => {
    const query = url.searchParams;
    if (query.get('access_token') !== token) return no(300001, 'token is not exist');
    const timestamp = query.get('timestamp') ?? '';
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    if (!(Math.abs(at - Number(timestamp)) <= 3_600_000)) return no(310000, 'invalid timestamp');
    if (query.get('sign') !== sign) return no(310000, 'sign not match');
    if (at < silentUntil) return no(130101, 'send too fast, exceed 20 times per minute');
    if (tooMany(accepted, at, 20, 60_000)) {
      silentUntil = at + 600_000;
      return no(130101, 'send too fast, exceed 20 times per minute');
    }
    if (Buffer.byteLength(body) > 20_000) return no(460101, 'message too long');
    if (!/charset=utf-8/i.test(headers['content-type'] ?? '')) return no(40035, 'charset must be utf-8');
    const { msgtype, actionCard } = JSON.parse(body) as DingTalkMessage;
    if (msgtype !== 'actionCard') return no(400105, 'unsupported msgtype');
    const buttons = actionCard?.btns ?? [];
    if (!actionCard?.title || !actionCard.text || buttons.length === 0) return no(40035, 'param error');
    if (!buttons.every(({ title, actionURL }) => title && /^https?:\/\//.test(actionURL ?? '')))
      return no(40035, 'btns');
    return { accepted: true, status: 200, body: JSON.stringify({ errcode: 0, errmsg: 'ok' }) };
  };
}

const no = (errcode: number, errmsg: string): ToolAnswer => ({
  accepted: false,
  status: 200,
  body: JSON.stringify({ errcode, errmsg }),
});
