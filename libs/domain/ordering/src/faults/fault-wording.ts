import type { Fault, FaultRule } from './fault.js';
import { FORMATS } from './format-wording.js';

/** Languages that faults are worded in. */
export type Language = 'en' | 'zh-CN';

/** A fault in words: which rule is broken, and the way out. */
export interface WordedFault {
  readonly field: string;
  readonly value?: unknown;
  /** The rule's constant name, the same in every language. */
  readonly code: FaultRule;
  readonly rule: string;
  readonly remedy: string;
}

/** A rule and its remedy in English, then in Chinese; `#` stands for the limit. */
const WORDS: Record<FaultRule, readonly [string, string, string, string]> = {
  'not-json': ['is not JSON', 'send JSON in UTF-8', '不是 JSON', '请发送 UTF-8 编码的 JSON'],
  required: ['is required', 'add the field', '必填', '请补上该字段'],
  'unknown-field': [
    'is no field of an order',
    'remove it, or correct its name',
    '不是订单的字段',
    '请删除或更正字段名',
  ],
  type: ['must be of type #', 'send a value of type #', '类型必须为 #', '请改为 # 类型的值'],
  'one-of': ['must be one of the known values', 'use one of: #', '不是允许的值', '请使用以下之一:#'],
  format: ['is not written as it must be', 'write #', '格式不正确', '请填写#'],
  'too-short': [
    'has fewer than # characters',
    'fill it in, or leave the field out',
    '少于 # 个字符',
    '请填写或省略该字段',
  ],
  'too-long': ['has more than # characters', 'shorten it', '超过 # 个字符', '请缩短'],
  'too-few': ['has fewer than # entries', 'add what is missing', '少于 # 项', '请补齐'],
  'too-many': ['has more than # entries', 'send at most #', '超过 # 项', '最多发送 # 项'],
  'unstorable-text': ['contains U+0000 or half a character', 'remove it', '含有 U+0000 或不完整的字符', '请删除该字符'],
  'no-such-instant': [
    'is not in the calendar',
    'correct the date or the time',
    '日历中没有这个时间',
    '请更正日期或时间',
  ],
  'placed-in-the-future': [
    'is more than a day after now',
    'check the clock and the time zone of the channel',
    '比当前时间晚一天以上',
    '请检查渠道的时钟和时区',
  ],
  'updated-in-the-future': [
    'is more than a day after now',
    'check the clock and the time zone of the channel',
    '比当前时间晚一天以上',
    '请检查渠道的时钟和时区',
  ],
  'placed-too-early': ['is before 1970', 'send the true date', '早于 1970 年', '请填写真实日期'],
  'too-many-decimals': [
    'has more than 6 decimals',
    'send it as text with at most 6 decimals, such as "14.665"',
    '小数超过 6 位',
    '请以文本发送,最多 6 位小数,例如 "14.665"',
  ],
  'amount-too-large': [
    'amounts to more than 10^15',
    'correct quantity and price',
    '金额超过 10^15',
    '请更正数量和单价',
  ],
  'discount-above-line': [
    'is more than its line, or of the other sign',
    'send the amount taken off the whole line, with the sign of quantity × unit price',
    '超过该行金额,或符号相反',
    '请填写该行的折扣总额,符号与“数量 × 单价”一致',
  ],
  'refunds-order-on-order': [
    'stands on a document that is no credit note',
    'set kind to "credit-note", or remove it',
    '该单据不是贷项通知单',
    '请将 kind 设为 "credit-note",或删除该字段',
  ],
  'refunds-on-credit-note': [
    'stand on a credit note',
    'send them on the order that they refund',
    '贷项通知单不能再含退款',
    '请放在被退款的订单上',
  ],
  'negative-refund': ['is negative', 'send what was paid back as a positive amount', '为负数', '请以正数填写退款金额'],
  'contradicting-refunds': [
    'has the id of another refund with another amount',
    'give every refund its own id',
    '与另一笔退款编号相同而金额不同',
    '请为每笔退款使用不同的编号',
  ],
  'unusable-identifier': [
    'cannot identify anybody as #',
    'correct it in the channel',
    '无法作为 # 识别客户',
    '请在渠道中更正',
  ],
  'channel-not-allowed': [
    'is not open to this API key',
    'use a key for this channel',
    '该 API 密钥无权用于此渠道',
    '请使用该渠道的密钥',
  ],
};

/** Puts a fault into words of a language. */
export function wordFault(fault: Fault, language: Language): WordedFault {
  const [rule, remedy, ruleZh, remedyZh] = WORDS[fault.rule];
  const limit = String(fault.limit ?? '');
  const format = FORMATS[limit];
  const chinese = language === 'zh-CN';
  const shown = fault.rule === 'format' ? (format?.[chinese ? 1 : 0] ?? limit) : limit;
  const fill = (text: string): string => text.replaceAll('#', () => shown);
  return {
    field: fault.field,
    ...(fault.value !== undefined && { value: fault.value }),
    code: fault.rule,
    rule: fill(chinese ? ruleZh : rule),
    remedy: fill(chinese ? remedyZh : remedy),
  };
}

/** The language for an `Accept-Language` header: Chinese when it is wanted before English, else English. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && /^(zh|en)\b/.test(tag))
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.tag.startsWith('zh') ? 'zh-CN' : 'en';
}
