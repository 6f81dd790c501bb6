import { pointerOf } from './check-policy.js';

/** One place at which two documents differ. */
export interface PolicyChange {
  /** JSON pointer. */
  readonly path: string;
  /** `add`: only the later one has it; `remove`: only the earlier one. */
  readonly op: 'add' | 'remove' | 'replace';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where two JSON documents differ, each place as deep as both have an object or a list there; in the order of their members. */
export function diffPolicies(before: unknown, after: unknown): PolicyChange[] {
  return changesAt(before, after, []);
}

function changesAt(before: unknown, after: unknown, names: readonly string[]): PolicyChange[] {
  if (before === after) return [];
  if (!comparable(before, after)) return [{ path: pointerOf(names), op: 'replace', before, after }];
  const [left, right] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name): PolicyChange[] => {
    const path = [...names, name];
    if (left[name] === undefined && right[name] === undefined) return [];
    if (left[name] === undefined) return [{ path: pointerOf(path), op: 'add', after: right[name] }];
    if (right[name] === undefined) return [{ path: pointerOf(path), op: 'remove', before: left[name] }];
    return changesAt(left[name], right[name], path);
  });
}

function comparable(a: unknown, b: unknown): boolean {
  const isContainer = (value: unknown) => typeof value === 'object' && value !== null;
  return isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b);
}
