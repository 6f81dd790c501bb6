import type { ChannelLimits } from '../channel.js';
import type { CodeTable } from '../read-answer.js';

/** Messages of a company's own app in Feishu and Lark. */
export const FEISHU_APP_LIMITS: ChannelLimits = {
  // Of a request with a card; codes 230025 of the same page.
  bodyBytes: 30 * 1024,
  // To one person or one chat.
  rates: [{ messages: 5, perMs: 1_000 }],
  appRates: [
    { messages: 50, perMs: 1_000 },
    { messages: 1_000, perMs: 60_000 },
  ],
  source: 'https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create',
};

/** Longest `uuid`; one is shown once within an hour, by the same page. */
export const FEISHU_APP_UUID = 50;

/** Most people of one call: https://open.feishu.cn/document/ukTMukTMukTM/ucDO1EjL3gTNx4yN4UTM */
export const FEISHU_APP_PEOPLE = 200;

/** The token is missing, of another kind or over: https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code */
export const FEISHU_TOKEN_CODES: ReadonlySet<unknown> = new Set([99991661, 99991663, 99991664, 99991665, 99991668]);

/** Codes of the page of messages and of the general ones (9999…); they come with status 400, too many calls with 429. */
export const FEISHU_APP_CODES: CodeTable = {
  '230001': { kind: 'refused', reason: 'a parameter is wrong' },
  '230002': { kind: 'gone', reason: 'the app is not in the chat' },
  '230006': { kind: 'retry', reason: 'the app has no bot; switch it on and publish a version' },
  '230013': { kind: 'retry', reason: 'the app is not available to this person; widen its availability' },
  '230018': { kind: 'retry', reason: 'the chat’s settings do not allow it' },
  '230020': { kind: 'retry', reason: 'too many messages', afterMs: 1_000 },
  '230022': { kind: 'refused', reason: 'the message holds unwanted words' },
  '230025': { kind: 'refused', reason: 'the message is too large' },
  '230027': { kind: 'retry', reason: 'the app lacks a permission' },
  '230028': { kind: 'refused', reason: 'the message did not pass the company’s audit' },
  '230029': { kind: 'gone', reason: 'the person has left' },
  '230034': { kind: 'gone', reason: 'there is no such person or chat' },
  '230035': { kind: 'retry', reason: 'the app may not write there' },
  '230038': { kind: 'gone', reason: 'the person belongs to another company' },
  '230049': { kind: 'retry', reason: 'the message is being sent' },
  '230053': { kind: 'gone', reason: 'the person has stopped the app’s messages' },
  '230054': { kind: 'refused', reason: 'the chat takes no cards' },
  '230099': { kind: 'refused', reason: 'the card is wrong' },
  '232009': { kind: 'gone', reason: 'the chat was dissolved' },
  '99991400': { kind: 'retry', reason: 'too many calls', afterMs: 1_000 },
  '99991672': { kind: 'retry', reason: 'the app lacks a permission' },
};
