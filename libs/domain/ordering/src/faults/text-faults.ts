import { excerpt } from './excerpt.js';
import type { Fault } from './fault.js';

// PostgreSQL keeps neither U+0000 nor half a character.
const UNSTORABLE = /[\0\p{Cs}]/u;
/** No field of a submission lies deeper. */
const DEEPEST = 4;

/** Texts that no database would keep. */
export function textFaults(value: unknown, field = '', depth = 0): Fault[] {
  if (typeof value === 'string') {
    if (!UNSTORABLE.test(value)) return [];
    return [{ field, value: excerpt(value.replace(/[\0\p{Cs}]/gu, '\uFFFD')), rule: 'unstorable-text' }];
  }
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  const faults: Fault[] = [];
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    if (typeof member === 'number' || (typeof member === 'string' && !UNSTORABLE.test(member))) continue;
    faults.push(...textFaults(member, `${field}/${name}`, depth + 1));
  }
  return faults;
}
