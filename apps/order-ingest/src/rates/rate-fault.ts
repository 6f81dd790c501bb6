import type { Language } from '@orderweave/domain-ordering';
import type { ProblemFault } from '@orderweave/service';

/** Why a rate was refused. */
export type RateRule =
  | 'no-object'
  | 'required'
  | 'unknown-field'
  | 'no-currency'
  | 'base-currency'
  | 'no-such-day'
  | 'no-rate'
  | 'not-above-zero'
  | 'stated-twice';

/** One thing that is wrong with a rate, in no language yet. */
export interface RateFault {
  /** JSON pointer into the body. */
  readonly field: string;
  readonly value?: unknown;
  readonly rule: RateRule;
}

/** A rule and its remedy in English, then in Chinese. */
const WORDS: Record<RateRule, readonly [string, string, string, string]> = {
  'no-object': [
    'is no rate',
    'send {"currency": "EUR", "day": "2026-11-20", "rate": "7.8312"}',
    '不是汇率',
    '请发送 {"currency": "EUR", "day": "2026-11-20", "rate": "7.8312"}',
  ],
  required: ['is required', 'add the field', '必填', '请补上该字段'],
  'unknown-field': ['is no field of a rate', 'remove it, or correct its name', '不是汇率的字段', '请删除或更正字段名'],
  'no-currency': [
    'is no currency code',
    'send an ISO 4217 code in capitals, such as "EUR"',
    '不是货币代码',
    '请填写大写的 ISO 4217 代码，例如 "EUR"',
  ],
  'base-currency': [
    'is the base currency, which is worth 1',
    'state rates of other currencies only',
    '是本位币，汇率恒为 1',
    '请只填写其他货币的汇率',
  ],
  'no-such-day': [
    'is not a day of the calendar',
    'send a day as YYYY-MM-DD, such as "2026-11-20"',
    '不是有效日期',
    '请按 YYYY-MM-DD 填写日期，例如 "2026-11-20"',
  ],
  'no-rate': [
    'is not a rate as decimal text',
    'send text with at most 9 digits before and 9 after the point, such as "7.8312"',
    '不是十进制文本形式的汇率',
    '请以文本填写，小数点前后各最多 9 位，例如 "7.8312"',
  ],
  'not-above-zero': [
    'is not above zero',
    'send what one unit is worth in the base currency',
    '不大于零',
    '请填写一单位该货币折合的本位币金额',
  ],
  'stated-twice': [
    'states a rate of this currency and day once more',
    'send each currency and day once',
    '重复填写了同一货币同一日期的汇率',
    '每种货币每天只填写一次',
  ],
};

/** Puts a fault into words of a language. */
export function wordRateFault({ field, value, rule }: RateFault, language: Language): ProblemFault & { code: string } {
  const [english, remedy, chinese, remedyZh] = WORDS[rule];
  const words = language === 'zh-CN' ? { rule: chinese, remedy: remedyZh } : { rule: english, remedy };
  return { field, ...(value !== undefined && { value }), code: rule, ...words };
}
