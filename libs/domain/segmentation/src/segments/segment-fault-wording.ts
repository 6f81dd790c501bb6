import type { Language } from '@orderweave/domain-ordering';
import type { SegmentFault, SegmentFaultRule } from './segment-fault.js';

/** A fault of a condition in words: which rule is broken, and the way out. */
export interface WordedSegmentFault {
  readonly field: string;
  readonly value?: unknown;
  /** The rule's constant name, the same in every language. */
  readonly code: SegmentFaultRule;
  readonly rule: string;
  readonly remedy: string;
}

const FORMS = '"and", "or", "not", "attribute", "orders", "feedback"';

/** A rule and its remedy in English, then in Chinese; `#` stands for the limit. */
const WORDS: Record<SegmentFaultRule, readonly [string, string, string, string]> = {
  'not-a-condition': [
    'is no condition',
    `write an object with one of ${FORMS}`,
    '不是条件',
    `请写成含 ${FORMS} 之一的对象`,
  ],
  'ambiguous-condition': [
    'is several conditions in one: #',
    'put them into an "and" or an "or"',
    '一个对象中有多个条件：#',
    '请用 "and" 或 "or" 组合',
  ],
  'unknown-field': ['does not belong here', 'remove it, or correct its name', '此处没有该字段', '请删除或更正字段名'],
  required: ['is required', 'add it: #', '必填', '请补上：#'],
  'unknown-attribute': ['is no attribute of a customer', 'use one of: #', '不是客户的属性', '请使用以下之一：#'],
  'operator-not-allowed': [
    'is no operator of this attribute',
    'use one of: #',
    '该属性不支持此运算',
    '请使用以下之一：#',
  ],
  'wrong-type': ['must be of type #', 'write a value of type #', '类型必须为 #', '请改为 # 类型的值'],
  'one-of': ['must be one of the known values', 'use one of: #', '不是允许的值', '请使用以下之一：#'],
  'no-such-day': [
    'is no day',
    'write a day of the calendar, such as "2026-11-22"',
    '不是有效日期',
    '请填写日期，例如 "2026-11-22"',
  ],
  'not-a-decimal': [
    'is no amount',
    'write a decimal with at most 24 digits and 12 decimals, such as "1500.50"',
    '不是金额',
    '请填写最多 24 位整数、12 位小数的十进制数，例如 "1500.50"',
  ],
  'whole-number': ['must be a whole number, #', 'correct it', '必须是整数（#）', '请更正'],
  empty: ['is empty', 'fill it in, or remove it', '为空', '请填写或删除'],
  'too-many': ['has more than # entries', 'leave at most #', '超过 # 项', '最多 # 项'],
  'too-long': ['has more than # characters', 'shorten it', '超过 # 个字符', '请缩短'],
  'too-deep': [
    'lies more than # conditions deep',
    'join what is of one kind into one "and" or "or"',
    '嵌套超过 # 层',
    '请把同类条件合并为一个 "and" 或 "or"',
  ],
  'too-large': ['has more than # conditions', 'split the segment', '条件超过 # 个', '请拆分该客群'],
  reversed: ['is below where the range begins, #', 'swap the two', '小于起始值 #', '请互换两个值'],
  'asks-nothing': [
    'asks for no number of times',
    'add "atLeast" or "atMost"; "atMost": 0 means never',
    '没有次数要求',
    '请添加 "atLeast" 或 "atMost"；"atMost": 0 表示从未',
  ],
};

/** Puts a fault of a condition into words of a language. */
export function wordSegmentFault(fault: SegmentFault, language: Language): WordedSegmentFault {
  const [rule, remedy, ruleZh, remedyZh] = WORDS[fault.rule];
  const fill = (text: string): string => text.replaceAll('#', () => String(fault.limit ?? ''));
  const chinese = language === 'zh-CN';
  return {
    field: fault.field,
    ...(fault.value !== undefined && { value: fault.value }),
    code: fault.rule,
    rule: fill(chinese ? ruleZh : rule),
    remedy: fill(chinese ? remedyZh : remedy),
  };
}
