import type { Language } from '@orderweave/domain-ordering';
import { chineseDescription } from './description-wording.js';
import type { PolicyFault } from './policy-section.js';

/** What of a schema is said to who breaks it. */
export interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly description?: string;
}

/** A keyword of JSON Schema that a value breaks, with the keyword's limit. */
export interface BrokenKeyword {
  readonly keyword: string;
  readonly limit: string;
  readonly node: SchemaNode;
}

type Words = readonly [code: string, rule: string, remedy: string, chineseRule: string, chineseRemedy: string];

const LENGTH: Words = ['wrong-length', 'must have # entries', 'give #', '必须有 # 项', '请给出 # 项'];
const ONE_OF: Words = ['one-of', 'is not one of the known values', 'use one of @', '不是允许的值', '请使用以下之一：@'];
const OTHERWISE: Words = [
  'shape',
  'does not have the form that it must have',
  'see the schema',
  '形式不符合要求',
  '见 GET /v1/policies/schema',
];

/** Rule and remedy of a keyword in English, then in Chinese; `#` stands for its limit, `@` for what the schema names. */
const WORDS: Readonly<Record<string, Words>> = {
  required: ['required', 'is missing', 'add it', '缺少', '请补上'],
  boolean: [
    'unknown-field',
    'is no field of this place',
    'remove it, or correct its name; see the schema',
    '此处没有该字段',
    '请删除或更正名称，见 GET /v1/policies/schema',
  ],
  enum: ONE_OF,
  const: ONE_OF,
  minimum: ['too-small', 'must be # or more', 'use # or more', '不得小于 #', '请使用不小于 # 的值'],
  exclusiveMinimum: ['too-small', 'must be above #', 'use more than #', '必须大于 #', '请使用大于 # 的值'],
  exclusiveMaximum: ['too-large', 'must be below #', 'use less than #', '必须小于 #', '请使用小于 # 的值'],
  maximum: ['too-large', 'must be # or less', 'use # or less', '不得大于 #', '请使用不大于 # 的值'],
  minItems: LENGTH,
  maxItems: LENGTH,
  maxLength: ['too-long', 'has more than # characters', 'shorten it', '超过 # 个字符', '请缩短'],
  pattern: [
    'format',
    'is not written as it must be',
    'write it so that it matches @',
    '格式不正确',
    '请按此格式填写：@',
  ],
  type: ['type', 'must be of type @', 'give a value of that type', '类型必须为 @', '请给出该类型的值'],
};

/** What is wrong and the way out, in a language. */
export function wordShape(
  { keyword, limit, node }: BrokenKeyword,
  language: Language,
): Pick<PolicyFault, 'code' | 'rule' | 'remedy'> {
  const [code, rule, remedy, ruleZh, remedyZh] = WORDS[keyword] ?? OTHERWISE;
  const zh = language === 'zh-CN';
  const named = namedBy(keyword, node);
  const fill = (text: string): string => text.replaceAll('#', () => limit).replaceAll('@', () => named);
  const { description } = node;
  const said = description && (zh ? `（${chineseDescription(description)}）` : ` (${description})`);
  return { code, rule: fill(zh ? ruleZh : rule), remedy: fill(zh ? remedyZh : remedy) + (said ?? '') };
}

function namedBy(keyword: string, node: SchemaNode): string {
  if (keyword === 'pattern') return node.pattern ?? '';
  if (keyword === 'type') return node.type ?? 'object';
  return (node.enum ?? [node.const]).map((one) => JSON.stringify(one)).join(', ');
}
