import { apiAddress, readMissed, takeToken, type AppChannel, type AppTarget } from '../app-channel.js';
import type { Card } from '../card.js';
import type { Answer, AnswerVerdict } from '../channel.js';
import { fitCard } from '../fit-card.js';
import { parseAnswer, readCode } from '../read-answer.js';
import { renderDingTalk } from './dingtalk.js';
import {
  DINGTALK_APP_CODES,
  DINGTALK_APP_LIMITS,
  DINGTALK_HELD_BACK_MS,
  DINGTALK_TOKEN_CODES,
} from './dingtalk-app-limits.js';

/** An app of DingTalk with its robot, and the people that it writes to, by their userId. */
export interface DingTalkAppTarget extends AppTarget {
  readonly appKey: string;
  readonly appSecret: string;
  readonly robotCode: string;
}

const HOME = 'https://api.dingtalk.com';
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** The robot of a company's own app in DingTalk: an action card in the person's chat with the robot. */
export const dingtalkApp: AppChannel<DingTalkAppTarget> = {
  name: 'dingtalk-app',
  limits: DINGTALK_APP_LIMITS,
  appOf: ({ appKey }) => appKey,
  askToken(target) {
    const { appKey, appSecret } = target;
    const url = apiAddress(target, HOME, '/v1.0/oauth2/accessToken');
    return { url, headers: JSON_TYPE, body: JSON.stringify({ appKey, appSecret }) };
  },
  readToken(answer) {
    const token = takeToken(parseAnswer(answer.body), ['accessToken', 'expireIn']);
    return token ?? readCode(answer, 'code', 'message', {});
  },
  request(card, target, { token }) {
    const { to: userIds, robotCode } = target;
    const { msgKey, msgParam } = fitCard(card, renderRobot, (rendered) => {
      return Buffer.byteLength(rendered.msgParam) <= DINGTALK_APP_LIMITS.bodyBytes;
    });
    return {
      url: apiAddress(target, HOME, '/v1.0/robot/oToMessages/batchSend'),
      headers: { ...JSON_TYPE, 'x-acs-dingtalk-access-token': token },
      body: JSON.stringify({ robotCode, userIds, msgKey, msgParam }),
    };
  },
  refusesToken: ({ body }) => DINGTALK_TOKEN_CODES.has(parseAnswer(body)?.['code']),
  read,
};

/** A card as one of the robot's templates: https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots */
function renderRobot(card: Card): { msgKey: string; msgParam: string } {
  const { actionCard, markdown } = renderDingTalk(card);
  if (!actionCard) return { msgKey: 'sampleMarkdown', msgParam: JSON.stringify(markdown) };
  const { title, text, btns } = actionCard;
  const [only] = btns;
  if (btns.length === 1) {
    const button = { singleTitle: only!.title, singleURL: only!.actionURL };
    return { msgKey: 'sampleActionCard', msgParam: JSON.stringify({ title, text, ...button }) };
  }
  const buttons = btns.flatMap((button, index) => [
    [`actionTitle${index + 1}`, button.title],
    [`actionURL${index + 1}`, button.actionURL],
  ]);
  const msgParam = JSON.stringify({ title, text, ...Object.fromEntries(buttons) });
  return { msgKey: `sampleActionCard${btns.length}`, msgParam };
}

function read(answer: Answer, target: DingTalkAppTarget): AnswerVerdict {
  const document = parseAnswer(answer.body);
  if (answer.status !== 200 || document?.['processQueryKey'] === undefined)
    return readCode(answer, 'code', 'message', DINGTALK_APP_CODES);
  const missed = (name: string) => (document[name] as string[] | undefined) ?? [];
  const held = missed('flowControlledStaffIdList');
  // Nobody has it, so that nobody gets it twice.
  if (held.length >= target.to.length)
    return { kind: 'retry', reason: 'too many messages to these people', afterMs: DINGTALK_HELD_BACK_MS };
  const why = held.length ? 'flowControlledStaffIdList' : 'invalidStaffIdList';
  return readMissed(target, [...missed('invalidStaffIdList'), ...held], why);
}
