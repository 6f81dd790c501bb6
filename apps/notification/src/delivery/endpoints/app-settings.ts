import {
  DINGTALK_APP_PEOPLE,
  FEISHU_APP_PEOPLE,
  FEISHU_ID_TYPES,
  WECOM_APP_PEOPLE,
} from '@orderweave/domain-notification';
import Type from 'typebox';
import type { SettingsFault } from './word-settings-fault.js';

const closed = { additionalProperties: false };
const Text = Type.String({ minLength: 1, maxLength: 2_000 });
/** Where a tool is that is not at its public address: a host, or a variable. */
const Host = Type.String({ pattern: '^(https?://[^/?#@\\s]+/?|env:\\w+)$', maxLength: 300 });
/** Nobody who is named may be everybody: WeCom reads `@all` and a bar as more than one. */
const people = (most: number) =>
  Type.Array(Type.String({ pattern: '^[A-Za-z0-9][^\\s|,]{0,127}$' }), {
    minItems: 1,
    maxItems: most,
    uniqueItems: true,
  });

/** An app of Feishu or Lark (`url` https://open.larksuite.com): one person or chat, or several people. */
export const FeishuApp = Type.Object(
  {
    url: Type.Optional(Host),
    appId: Text,
    appSecret: Text,
    receiveIdType: Type.Optional(Type.Enum(FEISHU_ID_TYPES)),
    to: people(FEISHU_APP_PEOPLE),
  },
  closed,
);

/** An app of WeCom. */
export const WeComApp = Type.Object(
  {
    url: Type.Optional(Host),
    corpId: Text,
    corpSecret: Text,
    agentId: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
    to: people(WECOM_APP_PEOPLE),
  },
  closed,
);

/** An app of DingTalk with its robot. */
export const DingTalkApp = Type.Object(
  { url: Type.Optional(Host), appKey: Text, appSecret: Text, robotCode: Text, to: people(DINGTALK_APP_PEOPLE) },
  closed,
);

/** The fault of naming several where Feishu takes one at a time: by e-mail address, or chats. */
export function tooManyForOne(settings: unknown): SettingsFault[] {
  const { receiveIdType, to = [] } = settings as { receiveIdType?: string; to?: readonly unknown[] };
  if (to.length < 2 || (receiveIdType !== 'email' && receiveIdType !== 'chat_id')) return [];
  return [{ field: '/settings/to', keyword: 'maxItems', message: 'must NOT have more than 1 items' }];
}
