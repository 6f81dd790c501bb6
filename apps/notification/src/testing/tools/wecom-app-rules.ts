import type { ToolAnswer, ToolRules } from './fake-tool.js';
import { aside, pacePeople, type FakeTokens } from './fake-tokens.js';
import { faultOfNotice, type WeComMessage } from './wecom-rules.js';

interface AppMessage extends WeComMessage {
  touser?: string;
  agentid?: number;
  enable_duplicate_check?: number;
  duplicate_check_interval?: number;
}

/** An app of WeCom with these people, as its pages document it: a token, a notice or 2,048 bytes of markdown, 30 a minute and person, no repetition. */
export function wecomAppRules(tokens: FakeTokens, secret: string, people: readonly string[]): ToolRules {
  const pace = pacePeople();
  const seen = new Set<string>();
  return ({ method, url, body, at }) => {
    const query = url.searchParams;
    if (url.pathname === '/cgi-bin/gettoken') {
      if (method !== 'GET') return no(43001, 'require GET method');
      if (query.get('corpid') !== 'corp-1') return no(40013, 'invalid corpid');
      if (query.get('corpsecret') !== secret) return no(40001, 'invalid credential');
      return aside({ errcode: 0, errmsg: 'ok', access_token: tokens.give(at), expires_in: tokens.lifeSeconds });
    }
    if (url.pathname !== '/cgi-bin/message/send') return no(40058, 'no such call');
    const token = query.get('access_token') ?? '';
    if (!token) return no(41001, 'access_token missing');
    if (!tokens.isGood(token, at)) return no(tokens.given.includes(token) ? 42001 : 40014, 'access_token expired');
    const message = JSON.parse(body) as AppMessage;
    if (message.agentid !== 1000002) return no(40056, 'invalid agentid');
    const fault = faultOf(message);
    if (fault) return fault;
    const users = (message.touser ?? '').split('|').filter(Boolean);
    const known = users.filter((user) => people.includes(user));
    if (known.length === 0) return no(81013, 'user & party & tag all invalid');
    const done = { errcode: 0, errmsg: 'ok', invaliduser: users.filter((user) => !known.includes(user)).join('|') };
    if (message.enable_duplicate_check === 1 && seen.has(body)) return aside(done);
    // What is too much is dropped without a word, so that the spec is told instead.
    if (known.some((user) => pace(user, at, 30, 60_000))) return no(-2, 'dropped: more than 30 a minute');
    seen.add(body);
    return { accepted: true, status: 200, body: JSON.stringify(done) };
  };
}

function faultOf({ msgtype, markdown, template_card: card, duplicate_check_interval: seconds = 1 }: AppMessage) {
  if (seconds < 1 || seconds > 14_400) return no(40058, 'duplicate_check_interval');
  if (msgtype === 'markdown') {
    const bytes = Buffer.byteLength(markdown?.content ?? '');
    return bytes === 0
      ? no(44004, 'empty content')
      : bytes > 2_048
        ? no(45002, 'content size out of limit')
        : undefined;
  }
  if (msgtype !== 'template_card') return no(40008, 'invalid message type');
  const fault = card ? faultOfNotice(card) : 'template_card missing';
  return fault ? no(42045, fault) : undefined;
}

const no = (errcode: number, errmsg: string): ToolAnswer => ({
  ...{ accepted: false, status: 200 },
  body: JSON.stringify({ errcode, errmsg }),
});
