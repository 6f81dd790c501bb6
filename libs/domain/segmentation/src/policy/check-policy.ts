import type { Language } from '@orderweave/domain-ordering';
import { chineseContradiction } from './contradiction-wording.js';
import { POLICY_SECTION_NAMES, POLICY_SECTIONS } from './policy-document.js';
import { isObject, type PolicyFault, type PolicySection } from './policy-section.js';
import { shapeFaults } from './shape-faults.js';

/**
 * Every fault of a complete document, in a language; empty for one that customers can be judged by. Accepts unchecked input. `field`, `value`
 * and `code` are the same in every language.
 */
export function checkPolicy(document: unknown, language: Language = 'en'): PolicyFault[] {
  const zh = language === 'zh-CN';
  const sections = POLICY_SECTION_NAMES.join(zh ? '、' : ', ');
  if (!isObject(document)) {
    const [rule, remedy] = zh
      ? ['必须是对象', `请给出一个对象，含以下部分：${sections}`]
      : ['must be an object', `give an object with the sections ${sections}`];
    return [{ field: '', value: document, code: 'type', rule, remedy }];
  }
  const known = new Set<string>(POLICY_SECTION_NAMES);
  const faults = Object.keys(document).flatMap((name): PolicyFault[] => {
    if (known.has(name)) return [];
    const [rule, remedy] = zh
      ? ['不是策略的部分', `请删除；可用的部分：${sections}`]
      : ['is no section of a policy', `remove it; the sections are ${sections}`];
    return [{ field: pointerOf([name]), code: 'unknown-field', rule, remedy }];
  });
  for (const name of POLICY_SECTION_NAMES) {
    const place = { section: POLICY_SECTIONS[name], value: document[name], name, language };
    faults.push(...sectionFaults(place));
  }
  return faults;
}

/** A section of the document that is checked, and the language for what is wrong with it. */
interface CheckedSection {
  readonly section: PolicySection<unknown>;
  readonly value: unknown;
  readonly name: string;
  readonly language: Language;
}

function sectionFaults(checked: CheckedSection): PolicyFault[] {
  const { section, value, name, language } = checked;
  const schema = section.schemaFor?.(value) ?? section.schema;
  const shape = shapeFaults(schema, value, pointerOf([name]), language);
  // Rules between members are asked of members that are there.
  if (shape.length > 0) return shape;
  return section.check(value).map((sentence) => sentenceFault(sentence, checked));
}

/** A sentence such as `risk.lostAfter must …` as a fault of the deepest member that its first word names. */
function sentenceFault(sentence: string, { section, value, name, language }: CheckedSection): PolicyFault {
  const [path = '', ...words] = sentence.split(' ');
  const names = path.replaceAll('[', '.').replaceAll(']', '').split('.');
  const members: string[] = [];
  let [found, usual] = [value, section.defaults];
  for (const member of names) {
    if (!isMember(found, member)) break;
    members.push(member);
    found = (found as Record<string, unknown>)[member];
    usual = isMember(usual, member) ? (usual as Record<string, unknown>)[member] : undefined;
  }
  const rest = names.slice(members.length);
  const zh = language === 'zh-CN';
  const rule = zh ? chineseContradiction(words.join(' ')) : words.join(' ');
  return {
    field: pointerOf([name, ...members]),
    value: found,
    code: 'contradiction',
    rule: [...rest, rule].join(' '),
    remedy: remedyOf(usual, zh),
  };
}

function remedyOf(usual: unknown, zh: boolean): string {
  const remedy = zh ? '请修改，使其符合规则' : 'change it so that the rule holds';
  if (usual === undefined || isObject(usual)) return remedy;
  const byDefault = JSON.stringify(usual);
  return zh ? `${remedy}；默认值为 ${byDefault}` : `${remedy}; by default it is ${byDefault}`;
}

function isMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

/** The JSON pointer (RFC 6901) of a place. */
export function pointerOf(names: readonly (string | number)[]): string {
  return names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
