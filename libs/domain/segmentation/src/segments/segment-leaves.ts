import type { SegmentCondition, SegmentLeaf } from './segment-condition.js';

/** The conditions without parts of a condition, each with its JSON pointer. */
export function segmentLeaves(condition: SegmentCondition, pointer = ''): { leaf: SegmentLeaf; pointer: string }[] {
  const all = (parts: readonly SegmentCondition[], at: string): { leaf: SegmentLeaf; pointer: string }[] =>
    parts.flatMap((part, index) => segmentLeaves(part, `${at}/${index}`));
  if ('and' in condition) return all(condition.and, `${pointer}/and`);
  if ('or' in condition) return all(condition.or, `${pointer}/or`);
  if ('not' in condition) return segmentLeaves(condition.not, `${pointer}/not`);
  return [{ leaf: condition, pointer }];
}
