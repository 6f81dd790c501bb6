type Words = readonly [english: string, chinese: string];

const MONEY: Words = ['a decimal with at most 6 decimals, such as "14.665"', '最多 6 位小数的十进制数,例如 "14.665"'];
const INSTANT: Words = [
  'a date and time with offset, such as "2026-11-22T09:30:00+08:00"',
  '带时区偏移的日期和时间,例如 "2026-11-22T09:30:00+08:00"',
];

/** What a field must look like, by the field's name, in English and Chinese. */
export const FORMATS: Readonly<Record<string, Words>> = {
  quantity: MONEY,
  unitPrice: MONEY,
  discount: MONEY,
  shipping: MONEY,
  tax: MONEY,
  amount: MONEY,
  placedAt: INSTANT,
  updatedAt: INSTANT,
  refundedAt: INSTANT,
  channel: [
    'lower-case letters, digits, ".", "_" or "-", such as "shopify-eu"',
    '小写字母、数字、"."、"_" 或 "-",例如 "shopify-eu"',
  ],
  currency: ['an ISO 4217 code in capitals, such as "EUR"', '大写的 ISO 4217 货币代码,例如 "EUR"'],
};
