import { attributeFaults } from './attribute-faults.js';
import { SEGMENT_LIMITS, type SegmentCondition } from './segment-condition.js';
import { faultAt, type SegmentFault } from './segment-fault.js';
import { timesFaults } from './times-faults.js';

const FORMS = ['and', 'or', 'not', 'attribute', 'orders', 'feedback'];

/**
 * Every fault of a condition document, each with the place, the rule and what the rule allows; empty for a valid one, which is then a
 * `SegmentCondition`. Accepts anything that JSON can say. What lies deeper than is allowed is not looked at.
 */
export function validateSegment(document: unknown): SegmentFault[] {
  const leaves = { count: 0 };
  const faults = conditionFaults(document, '', 0, leaves);
  if (leaves.count > SEGMENT_LIMITS.leaves) faults.push({ field: '', rule: 'too-large', limit: SEGMENT_LIMITS.leaves });
  return faults;
}

/** Whether a document is a valid condition. */
export function isSegmentCondition(document: unknown): document is SegmentCondition {
  return validateSegment(document).length === 0;
}

function conditionFaults(part: unknown, field: string, depth: number, leaves: { count: number }): SegmentFault[] {
  if (typeof part !== 'object' || part === null || Array.isArray(part))
    return [faultAt(field, part, 'not-a-condition')];
  const loose = part as Record<string, unknown>;
  const forms = FORMS.filter((form) => Object.hasOwn(loose, form));
  const [form] = forms;
  if (form === undefined) return [{ field, rule: 'not-a-condition' }];
  if (forms.length > 1) return [{ field, rule: 'ambiguous-condition', limit: forms.join(', ') }];
  if (form === 'attribute') {
    leaves.count++;
    return attributeFaults(loose, field);
  }
  const at = `${field}/${form}`;
  const strangers = Object.keys(loose)
    .filter((name) => name !== form)
    .map((name) => faultAt(`${field}/${name}`, loose[name], 'unknown-field'));
  if (form === 'orders' || form === 'feedback') {
    leaves.count++;
    return [...strangers, ...timesFaults(form, loose[form], at)];
  }
  if (depth === SEGMENT_LIMITS.depth)
    return [...strangers, { field: at, rule: 'too-deep', limit: SEGMENT_LIMITS.depth }];
  if (form === 'not') return [...strangers, ...conditionFaults(loose[form], at, depth + 1, leaves)];
  const parts = loose[form];
  if (!Array.isArray(parts)) return [...strangers, faultAt(at, parts, 'wrong-type', 'list')];
  if (parts.length === 0) return [...strangers, { field: at, rule: 'empty' }];
  if (parts.length > SEGMENT_LIMITS.leaves)
    return [...strangers, { field: at, rule: 'too-many', limit: SEGMENT_LIMITS.leaves }];
  return [...strangers, ...parts.flatMap((one, index) => conditionFaults(one, `${at}/${index}`, depth + 1, leaves))];
}
