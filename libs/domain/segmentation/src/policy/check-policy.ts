import { POLICY_SECTION_NAMES, POLICY_SECTIONS } from './policy-document.js';
import { isObject, type PolicyFault, type PolicySection } from './policy-section.js';
import { shapeFaults } from './shape-faults.js';

/** Every fault of a complete document; empty for one that customers can be judged by. Accepts unchecked input. */
export function checkPolicy(document: unknown): PolicyFault[] {
  if (!isObject(document)) {
    const remedy = `give an object with the sections ${POLICY_SECTION_NAMES.join(', ')}`;
    return [{ field: '', value: document, code: 'type', rule: 'must be an object', remedy }];
  }
  const known = new Set<string>(POLICY_SECTION_NAMES);
  const faults = Object.keys(document).flatMap((name): PolicyFault[] => {
    if (known.has(name)) return [];
    const remedy = `remove it; the sections are ${POLICY_SECTION_NAMES.join(', ')}`;
    return [{ field: pointerOf([name]), code: 'unknown-field', rule: 'is no section of a policy', remedy }];
  });
  for (const name of POLICY_SECTION_NAMES) faults.push(...sectionFaults(POLICY_SECTIONS[name], document[name], name));
  return faults;
}

function sectionFaults(section: PolicySection<unknown>, value: unknown, name: string): PolicyFault[] {
  const shape = shapeFaults(section.schemaFor?.(value) ?? section.schema, value, pointerOf([name]));
  // Rules between members are asked of members that are there.
  if (shape.length > 0) return shape;
  return section.check(value).map((sentence) => sentenceFault(sentence, section, value, name));
}

/** A sentence such as `risk.lostAfter must …` as a fault of the deepest member that its first word names. */
function sentenceFault(sentence: string, section: PolicySection<unknown>, value: unknown, name: string): PolicyFault {
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
  const whole = members.length === names.length;
  return {
    field: pointerOf([name, ...members]),
    value: found,
    code: 'contradiction',
    rule: whole ? words.join(' ') : [...names.slice(members.length), ...words].join(' '),
    remedy:
      usual === undefined || isObject(usual)
        ? 'change it so that the rule holds'
        : `change it so that the rule holds; by default it is ${JSON.stringify(usual)}`,
  };
}

function isMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

/** The JSON pointer (RFC 6901) of a place. */
export function pointerOf(names: readonly (string | number)[]): string {
  return names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
