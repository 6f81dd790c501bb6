import { createHash } from 'node:crypto';
import { apiAddress, readMissed, takeToken, type AppChannel, type AppTarget } from '../app-channel.js';
import type { Card } from '../card.js';
import type { Answer, AnswerVerdict } from '../channel.js';
import { fitCard, jsonBytes } from '../fit-card.js';
import { parseAnswer, readCode, retryAfter } from '../read-answer.js';
import { renderFeishu } from './feishu.js';
import { FEISHU_APP_CODES, FEISHU_APP_LIMITS, FEISHU_APP_UUID, FEISHU_TOKEN_CODES } from './feishu-app-limits.js';

/** Kinds of ids that Feishu knows people and chats by. */
export const FEISHU_ID_TYPES = ['user_id', 'open_id', 'union_id', 'email', 'chat_id'] as const;

/** An app of Feishu or Lark and whom it writes to: one person or chat, or several people by the first three kinds of ids. */
export interface FeishuAppTarget extends AppTarget {
  readonly appId: string;
  readonly appSecret: string;
  /** `user_id` without it. */
  readonly receiveIdType?: (typeof FEISHU_ID_TYPES)[number] | undefined;
}

const HOME = 'https://open.feishu.cn';
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** A company's own app in Feishu or Lark: an interactive card in the person's chat with the app. */
export const feishuApp: AppChannel<FeishuAppTarget> = {
  name: 'feishu-app',
  limits: FEISHU_APP_LIMITS,
  appOf: ({ appId }) => appId,
  askToken(target) {
    const { appId: app_id, appSecret: app_secret } = target;
    const url = apiAddress(target, HOME, '/open-apis/auth/v3/tenant_access_token/internal');
    return { url, headers: JSON_TYPE, body: JSON.stringify({ app_id, app_secret }) };
  },
  readToken(answer) {
    const verdict = readCode(answer, 'code', 'msg', {});
    if (verdict.kind !== 'accepted') return verdict;
    const token = takeToken(parseAnswer(answer.body), ['tenant_access_token', 'expire']);
    return token ?? { kind: 'retry', reason: 'answered without a token' };
  },
  request(card, target, { token, round }) {
    const { to, receiveIdType: type = 'user_id' } = target;
    const several = to.length > 1;
    const path = several ? '/open-apis/message/v4/batch_send/' : `/open-apis/im/v1/messages?receive_id_type=${type}`;
    const render = (short: Card) => {
      const { msg_type, card: content } = renderFeishu(short);
      if (several) return { [`${type}s`]: to, msg_type, card: content };
      const uuid = uuidOf(card.id, to[0]!, round);
      return { receive_id: to[0], msg_type, content: JSON.stringify(content), uuid };
    };
    const message = fitCard(card, render, (rendered) => jsonBytes(rendered) <= FEISHU_APP_LIMITS.bodyBytes);
    const headers = { ...JSON_TYPE, authorization: `Bearer ${token}` };
    return { url: apiAddress(target, HOME, path), headers, body: JSON.stringify(message) };
  },
  refusesToken: ({ body }) => FEISHU_TOKEN_CODES.has(parseAnswer(body)?.['code']),
  read,
};

function read(answer: Answer, target: FeishuAppTarget): AnswerVerdict {
  const verdict = readCode(answer, 'code', 'msg', FEISHU_APP_CODES);
  // How many seconds until calls are taken again: https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control
  if (verdict.kind === 'retry') return { ...verdict, ...retryAfter(answer.headers['x-ogw-ratelimit-reset']) };
  if (verdict.kind !== 'accepted') return verdict;
  const data = (parseAnswer(answer.body)?.['data'] ?? {}) as Record<string, unknown>;
  const missed = FEISHU_ID_TYPES.flatMap((type) => (data[`invalid_${type}s`] as string[] | undefined) ?? []);
  return readMissed(target, missed, 'invalid_ids');
}

/** Names a message to somebody in a round; the same in every attempt. */
function uuidOf(id: string, to: string, round: number): string {
  return createHash('sha256').update(`${id}\n${to}\n${round}`).digest('hex').slice(0, FEISHU_APP_UUID);
}
