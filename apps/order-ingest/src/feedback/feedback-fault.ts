import type { Language } from '@orderweave/domain-ordering';

/** Why a field of feedback was refused, or what it was accepted without. */
export type FeedbackRule =
  | 'required'
  | 'unknown-field'
  | 'not-allowed'
  | 'score-missing'
  | 'score-off-scale'
  | 'score-on-complaint'
  | 'nobody'
  | 'no-such-instant'
  | 'in-the-future'
  | 'too-early'
  | 'unstorable-text'
  | 'channel-not-allowed'
  | 'unusable-identifier';

/** One thing that is wrong with feedback, in no language yet. */
export interface FeedbackFault {
  /** JSON pointer; empty for the whole. */
  readonly field: string;
  /** What stood there, cut short; what a customer wrote is never repeated. */
  readonly value?: unknown;
  readonly rule: FeedbackRule;
  /** The scale of a score. */
  readonly limit?: string;
}

/** A fault in words. */
export interface WordedFeedbackFault {
  readonly field: string;
  readonly value?: unknown;
  /** The same in every language. */
  readonly code: FeedbackRule;
  readonly rule: string;
  readonly remedy: string;
}

const INSTANT = [
  'send a date and time with offset, such as "2026-11-22T09:30:00+08:00"',
  '请填写带时区偏移的日期和时间，例如 "2026-11-22T09:30:00+08:00"',
] as const;
const CHANNEL = ['use lower-case letters, digits, ".", "_" or "-"', '请使用小写字母、数字、"."、"_" 或 "-"'] as const;
const ID = ['send 1 to 128 characters', '请填写 1 到 128 个字符'] as const;

/** What a field takes, by its place without numbers. */
const TAKES: Readonly<Record<string, readonly [string, string]>> = {
  '': ['send an object', '请发送对象'],
  '/channel': CHANNEL,
  '/feedbackId': ID,
  '/kind': ['use one of: csat, nps, complaint, review', '请使用以下之一：csat、nps、complaint、review'],
  '/score': ['send a whole number: csat and review 1–5, nps 0–10', '请填写整数：csat 和 review 为 1–5，nps 为 0–10'],
  '/text': ['send text of at most 4,000 characters', '请发送最多 4000 个字符的文本'],
  '/language': ['send a language tag, such as "zh-CN"', '请填写语言标签，例如 "zh-CN"'],
  '/givenAt': INSTANT,
  '/updatedAt': INSTANT,
  '/order': [
    'send {"externalId": "…"}, and "channel" if it is another one',
    '请发送 {"externalId": "…"}，渠道不同时加上 "channel"',
  ],
  '/order/channel': CHANNEL,
  '/order/externalId': ID,
  '/identifiers': [
    'send a list of at most 20 of {"kind": "email", "value": "…"}',
    '请发送最多 20 个 {"kind": "email", "value": "…"}',
  ],
  '/identifiers/kind': [
    'use one of: customer-id, email, phone, tax-id, wechat-open-id, wechat-union-id, company-domain',
    '请使用以下之一：customer-id、email、phone、tax-id、wechat-open-id、wechat-union-id、company-domain',
  ],
  '/identifiers/value': ['send 1 to 256 characters', '请填写 1 到 256 个字符'],
  '/sku': ID,
};

/** A rule and its remedy in English, then in Chinese; `#` stands for the limit. */
const WORDS: Record<Exclude<FeedbackRule, 'not-allowed'>, readonly [string, string, string, string]> = {
  required: ['is required', 'add the field', '必填', '请补上该字段'],
  'unknown-field': [
    'is no field of feedback',
    'remove it, or correct its name',
    '不是反馈的字段',
    '请删除或更正字段名',
  ],
  'score-missing': ['is required for this kind', 'send a score of #', '该类反馈必须有分数', '请填写 # 的分数'],
  'score-off-scale': [
    'is not on the scale of its kind',
    'send a score of #',
    '不在该类反馈的分值范围内',
    '请填写 # 的分数',
  ],
  'score-on-complaint': [
    'stands on a complaint',
    'remove it, or send it as feedback of another kind',
    '投诉不带分数',
    '请删除，或作为另一类反馈发送',
  ],
  nobody: [
    'names nobody',
    'name the order, or send an identifier of the customer',
    '无法对应到任何客户',
    '请填写订单或客户的身份标识',
  ],
  'no-such-instant': [
    'is not in the calendar',
    'correct the date or the time',
    '日历中没有这个时间',
    '请更正日期或时间',
  ],
  'in-the-future': [
    'is more than a day after now',
    'check the clock and the time zone of the channel',
    '比当前时间晚一天以上',
    '请检查渠道的时钟和时区',
  ],
  'too-early': ['is before 1970', 'send the true date', '早于 1970 年', '请填写真实日期'],
  'unstorable-text': ['contains U+0000 or half a character', 'remove it', '含有 U+0000 或不完整的字符', '请删除该字符'],
  'channel-not-allowed': [
    'is not open to this API key',
    'use a key for this channel',
    '该 API 密钥无权用于此渠道',
    '请使用该渠道的密钥',
  ],
  'unusable-identifier': ['cannot identify anybody', 'correct it in the channel', '无法识别客户', '请在渠道中更正'],
};

/** Puts a fault into words of a language. */
export function wordFeedbackFault(
  { field, value, rule, limit }: FeedbackFault,
  language: Language,
): WordedFeedbackFault {
  const chinese = language === 'zh-CN';
  const told = { field, ...(value !== undefined && { value }), code: rule };
  if (rule === 'not-allowed') {
    const [english, zh] = TAKES[field.replace(/\/\d+/g, '')] ?? TAKES['']!;
    return {
      ...told,
      rule: chinese ? '内容不符合要求' : 'is not what the field takes',
      remedy: chinese ? zh : english,
    };
  }
  const words = WORDS[rule];
  const fill = (text: string): string => text.replace('#', () => limit ?? '');
  return { ...told, rule: fill(chinese ? words[2] : words[0]), remedy: fill(chinese ? words[3] : words[1]) };
}
