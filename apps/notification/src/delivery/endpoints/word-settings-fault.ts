import type { ChannelName, Locale } from '@orderweave/domain-notification';
import type { ProblemFault } from '@orderweave/service';

type Words = Readonly<Record<Locale, string>>;

/** What is wrong with one setting: a keyword of JSON Schema, and where. */
export interface SettingsFault {
  /** JSON pointer from the request's body. */
  readonly field: string;
  readonly keyword: string;
  /** What the schema says, in English. */
  readonly message: string;
}

const RULES: Readonly<Record<string, Words>> = {
  required: { 'zh-CN': '缺少此项', en: 'is missing' },
  additionalProperties: { 'zh-CN': '该渠道没有此项设置', en: 'is no setting of this channel' },
  type: { 'zh-CN': '类型不对', en: 'is of another type than it must be' },
  pattern: { 'zh-CN': '格式不对', en: 'is not written as it must be' },
  enum: { 'zh-CN': '不是允许的值', en: 'is none of the values that are known' },
  minItems: { 'zh-CN': '条目太少', en: 'has too few entries' },
  maxItems: { 'zh-CN': '条目太多', en: 'has too many entries' },
  uniqueItems: { 'zh-CN': '有重复的条目', en: 'names one twice' },
  reference: { 'zh-CN': '不允许引用该变量', en: 'names a variable that no endpoint may read' },
};

const idsOf = (ids: string, most: number): Words => ({
  'zh-CN': `列出 1 至 ${most} 个${ids}，每个只列一次`,
  en: `list 1 to ${most} ids (${ids}), each once`,
});
const HOST: Words = {
  'zh-CN': '公有云可省略；否则只写主机地址，如 https://open.larksuite.com',
  en: 'leave it out, or give the host alone, such as https://open.larksuite.com',
};
const SECRET: Words = {
  'zh-CN': '从开放平台的应用凭证页复制，或写 env:ENDPOINT_… 从环境变量读取',
  en: 'copy it from the app’s credentials, or write env:ENDPOINT_… to read it from the environment',
};
const REMEDIES: Partial<Record<ChannelName, Readonly<Record<string, Words>>>> = {
  'feishu-app': {
    ...{ url: HOST, appId: SECRET, appSecret: SECRET },
    receiveIdType: {
      'zh-CN': '可为 user_id、open_id、union_id、email 或 chat_id',
      en: 'give user_id, open_id, union_id, email or chat_id',
    },
    to: {
      'zh-CN': '列出 1 至 200 个用户 id；email 与 chat_id 只能有一个',
      en: 'list 1 to 200 ids of people, each once; of email and chat_id one alone',
    },
  },
  'wecom-app': {
    ...{ url: HOST, corpId: SECRET, corpSecret: SECRET, to: idsOf('userid', 1_000) },
    agentId: { 'zh-CN': '写应用的 AgentId，为整数', en: 'give the app’s AgentId, an integer' },
  },
  'dingtalk-app': {
    ...{ url: HOST, appKey: SECRET, appSecret: SECRET, to: idsOf('userId', 20) },
    robotCode: { 'zh-CN': '写应用机器人的 robotCode', en: 'give the robotCode of the app’s robot' },
  },
};

/** A fault in a person's language: the rule, and what to do about this very setting. */
export function wordSettingsFault(channel: ChannelName, fault: SettingsFault, locale: Locale): ProblemFault {
  const { field, keyword, message } = fault;
  const name = field.split('/')[2] ?? '';
  const otherwise: Words = {
    'zh-CN': `参见 /docs 中 ${channel} 的设置`,
    en: `see the settings of ${channel} in /docs`,
  };
  const remedy = keyword === 'additionalProperties' ? otherwise : (REMEDIES[channel]?.[name] ?? otherwise);
  return { field, rule: RULES[keyword]?.[locale] ?? message, remedy: remedy[locale] };
}
