import { KNOWN_REMEDIES } from './known-remedies.js';

type Pattern = readonly [RegExp, (...parts: string[]) => string];

const listed = (values = '') => values.split(', ').join('、');

/** Sentences with figures and lists in them, ours and those of class-validator. */
const PATTERNS: readonly Pattern[] = [
  [/^give one of (.+)$/, (values) => `请选择其一：${listed(values)}`],
  [/^give a whole number from (\d+) to (\d+)$/, (least, most) => `请填写 ${least} 到 ${most} 的整数`],
  [/^\S+ must be one of the following values: (.+)$/, (values) => `请选择其一：${listed(values)}`],
  [/^\S+ must be an integer number$/, () => '请填写整数'],
  [/^\S+ must not be less than (\S+)$/, (least) => `不得小于 ${least}`],
  [/^\S+ must not be greater than (\S+)$/, (most) => `不得大于 ${most}`],
  [/^\S+ must be a string$/, () => '请填写文本'],
  [/^\S+ must be shorter than or equal to (\d+) characters$/, (most) => `最多 ${most} 个字符`],
  [/^\S+ must match (\S+) regular expression$/, (rule) => `须符合 ${rule}`],
  [/^\S+ must be base64 encoded$/, () => '请填写 Base64 编码的内容'],
  [/^property (.+) should not exist$/, (name) => `没有名为 ${name} 的字段，请去掉`],
];

/** A remedy in Chinese; one that is not known stays as it is. */
export function wordRemedy(remedy: string): string {
  const known = KNOWN_REMEDIES[remedy];
  if (known !== undefined) return known;
  for (const [pattern, chinese] of PATTERNS) {
    const found = pattern.exec(remedy);
    if (found) return chinese(...found.slice(1));
  }
  return remedy;
}
