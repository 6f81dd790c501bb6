import { tooMany, type ToolAnswer, type ToolCall, type ToolRules } from './fake-tool.js';
import { aside, type FakeTokens } from './fake-tokens.js';

interface AppMessage {
  appKey?: string;
  appSecret?: string;
  robotCode?: string;
  userIds?: string[];
  msgKey?: string;
  msgParam?: string;
}

/** The fields of each template, by https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots */
const buttons = (count: number) =>
  Array.from({ length: count }, (_, n) => [`actionTitle${n + 1}`, `actionURL${n + 1}`]).flat();
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  sampleMarkdown: ['title', 'text'],
  sampleActionCard: ['title', 'text', 'singleTitle', 'singleURL'],
  sampleActionCard2: ['title', 'text', ...buttons(2)],
  sampleActionCard3: ['title', 'text', ...buttons(3)],
};

/** The robot of an app of DingTalk with these people, as its pages document it: a token, 20 people, 15,000 bytes, 20 calls a second. */
export function dingtalkAppRules(tokens: FakeTokens, secret: string, people: readonly string[]): ToolRules {
  return (call, accepted) => {
    const { url, body, at } = call;
    const message = JSON.parse(body) as AppMessage;
    if (url.pathname === '/v1.0/oauth2/accessToken') {
      if (message.appKey !== 'ding-1' || message.appSecret !== secret)
        return no('invalidClientIdOrSecret', 'invalid client id or secret');
      return aside({ accessToken: tokens.give(at), expireIn: tokens.lifeSeconds });
    }
    const fault = faultOf(call, message, tokens);
    if (fault) return fault;
    if (tooMany(accepted, at, 20, 1_000))
      return no('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'too many calls', 403);
    const users = message.userIds ?? [];
    const invalidStaffIdList = users.filter((user) => !people.includes(user));
    const answer = { processQueryKey: 'key-1', invalidStaffIdList, flowControlledStaffIdList: [] };
    return { accepted: invalidStaffIdList.length < users.length, status: 200, body: JSON.stringify(answer) };
  };
}

function faultOf({ url, headers, at }: ToolCall, message: AppMessage, tokens: FakeTokens): ToolAnswer | undefined {
  const { robotCode, userIds = [], msgKey = '', msgParam = '' } = message;
  const wrong = (what: string) => no('invalidParameter.param.invalid', what);
  if (url.pathname !== '/v1.0/robot/oToMessages/batchSend') return no('InvalidAction.NotFound', url.pathname, 404);
  if (!tokens.isGood(headers['x-acs-dingtalk-access-token'], at)) return no('InvalidAuthentication', 'invalid token');
  if (robotCode !== 'ding-1') return wrong('robotCode');
  if (userIds.length === 0 || userIds.length > 20) return wrong('userIds');
  if (Buffer.byteLength(msgParam) > 15_000) return wrong('msgParam is too long');
  const fields = TEMPLATES[msgKey];
  const given = JSON.parse(msgParam) as Record<string, unknown>;
  if (!fields || Object.keys(given).sort().join() !== [...fields].sort().join()) return wrong(msgKey);
  const whole = Object.entries(given).every(([name, value]) =>
    /URL/.test(name) ? /^https?:\/\//.test(String(value)) : typeof value === 'string' && value !== '',
  );
  return whole ? undefined : wrong('msgParam');
}

const no = (code: string, message: string, status = 400): ToolAnswer => ({
  ...{ accepted: false, status },
  body: JSON.stringify({ code, message, requestid: 'r-1' }),
});
