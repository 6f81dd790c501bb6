import { addressesIn, tooMany, type ToolAnswer, type ToolCall, type ToolRules } from './fake-tool.js';
import { aside, pacePeople, type FakeTokens } from './fake-tokens.js';

interface AppMessage {
  receive_id?: string;
  user_ids?: string[];
  msg_type?: string;
  content?: string;
  card?: Card;
  uuid?: string;
}
interface Card {
  header?: { title?: { tag?: string; content?: string } };
  elements?: { tag?: string }[];
}

const TAGS = new Set(['div', 'hr', 'action', 'note', 'markdown', 'column_set', 'img']);
const fine = (data: object): ToolAnswer => ({
  ...{ accepted: true, status: 200 },
  body: JSON.stringify({ code: 0, msg: 'success', data }),
});

/** An app of Feishu with these people, as its pages document it: a token, 30 KB, 5 a second and person, 50 and app, one `uuid` once. */
export function feishuAppRules(tokens: FakeTokens, secret: string, people: readonly string[]): ToolRules {
  const pace = pacePeople();
  const seen = new Set<string>();
  return (call, accepted) => {
    const { url, body, at } = call;
    const message = JSON.parse(body) as AppMessage & { app_id?: string; app_secret?: string };
    if (url.pathname === '/open-apis/auth/v3/tenant_access_token/internal') {
      if (message.app_id !== 'cli_1') return no(10003, 'invalid param');
      if (message.app_secret !== secret) return no(10014, 'app secret invalid');
      return aside({ code: 0, msg: 'ok', tenant_access_token: tokens.give(at), expire: tokens.lifeSeconds });
    }
    const fault = faultOf(call, tokens);
    if (fault) return fault;
    if (tooMany(accepted, at, 50, 1_000) || tooMany(accepted, at, 1_000, 60_000))
      return { ...no(99991400, 'request trigger frequency limit', 429), headers: { 'x-ogw-ratelimit-reset': '1' } };
    if (url.pathname === '/open-apis/message/v4/batch_send/') {
      const { user_ids: users = [], card } = message;
      if (users.length === 0 || users.length > 200) return no(230001, 'invalid user_ids');
      const unknown = users.filter((user) => !people.includes(user));
      return message.msg_type === 'interactive' && isCard(card)
        ? fine({ message_id: 'bm-1', invalid_user_ids: unknown, invalid_open_ids: [], invalid_department_ids: [] })
        : no(230099, 'Failed to create card content');
    }
    const { receive_id: person = '', uuid = '', content = '' } = message;
    if (url.pathname !== '/open-apis/im/v1/messages' || url.searchParams.get('receive_id_type') !== 'user_id')
      return no(230001, 'invalid receive_id_type');
    if (uuid.length > 50) return no(230001, 'uuid is too long');
    if (!people.includes(person)) return no(230034, 'The receive_id is invalid');
    if (message.msg_type !== 'interactive' || !isCard(JSON.parse(content) as Card))
      return no(230099, 'Failed to create card content');
    // A repetition within the hour is answered as the first was, and shown no more.
    if (uuid && seen.has(uuid)) return aside({ code: 0, msg: 'success', data: { message_id: 'om_1' } });
    if (pace(person, at, 5, 1_000)) return no(230020, 'This operation triggers the frequency limit');
    if (uuid) seen.add(uuid);
    return fine({ message_id: 'om_1' });
  };
}

function faultOf({ headers, body, at }: ToolCall, tokens: FakeTokens): ToolAnswer | undefined {
  const token = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (!token) return no(99991661, 'Missing access token for authorization');
  if (!tokens.isGood(token, at)) return no(99991663, 'Invalid access token for authorization');
  if (!/json; charset=utf-8/i.test(headers['content-type'] ?? '')) return no(230001, 'content-type');
  if (Buffer.byteLength(body) > 30 * 1024) return no(230025, 'The length of the message content reaches its limit');
  return undefined;
}

function isCard(card: Card | undefined): boolean {
  const { header, elements = [] } = card ?? {};
  if (!header?.title?.content || elements.length === 0) return false;
  const known = elements.every(({ tag }) => TAGS.has(tag ?? ''));
  return known && addressesIn(card).every((address) => /^https?:\/\//.test(address));
}

const no = (code: number, msg: string, status = 400): ToolAnswer => ({
  ...{ accepted: false, status },
  body: JSON.stringify({ code, msg }),
});
