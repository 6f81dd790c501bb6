import { DEFAULT_RFM_GROUPS } from './default-rfm-groups.js';

/** A score of recency, frequency or monetary value: 5 is best. */
export type RfmScore = 1 | 2 | 3 | 4 | 5;

/** One customer's scores. */
export interface RfmScores {
  r: RfmScore;
  f: RfmScore;
  m: RfmScore;
}

/** A block of the table: the scores from the first to the second of each measure have this group. One left out is any score. */
export interface RfmRule {
  /** Kebab-case; several blocks may have the same. */
  group: string;
  r?: [RfmScore, RfmScore];
  f?: [RfmScore, RfmScore];
  m?: [RfmScore, RfmScore];
}

/** The named groups of RFM. Their window is that of the value bands. */
export interface RfmPolicy {
  /** Together every one of the 125 combinations of scores once, in any order. */
  groups: RfmRule[];
}

export const DEFAULT_RFM_POLICY: RfmPolicy = { groups: DEFAULT_RFM_GROUPS };

export const RFM_SCORES: readonly RfmScore[] = [5, 4, 3, 2, 1];

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MOST_TOLD = 5;

/** The score of who has `better` of `customers` strictly ahead. */
export function rfmScore(better: number, customers: number): RfmScore {
  return (5 - Math.floor((5 * better) / customers)) as RfmScore;
}

/** The group of scores by a policy. Throws `RangeError` that lists every fault of an invalid one. */
export function resolveRfmGroups(policy: RfmPolicy): (scores: RfmScores) => string {
  const faults = validateRfmPolicy(policy);
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  const groups = new Map(cells(policy).map(({ cell, rules }) => [cell, rules[0]!.group]));
  return ({ r, f, m }) => groups.get(`R${r} F${f} M${m}`)!;
}

/** Every fault of a policy as a sentence; empty for one that gives each of the 125 combinations exactly one group. Accepts unchecked input. */
export function validateRfmPolicy({ groups }: RfmPolicy): string[] {
  if (!Array.isArray(groups) || groups.length === 0) return ['groups must be a list of blocks'];
  const faults = groups.flatMap(ruleFaults);
  if (faults.length > 0) return faults;
  const all = cells({ groups });
  const missing = all.filter(({ rules }) => rules.length === 0).map(({ cell }) => cell);
  const doubled = all
    .filter(({ rules }) => rules.length > 1)
    .map(({ cell, rules }) => `${cell} (${rules.map(({ group }) => group).join(', ')})`);
  if (missing.length > 0) faults.push(`groups must give a group to ${listed(missing)}`);
  if (doubled.length > 0) faults.push(`groups must not overlap, as they do at ${listed(doubled)}`);
  return faults;
}

function cells({ groups }: RfmPolicy): { cell: string; rules: RfmRule[] }[] {
  const all: { cell: string; rules: RfmRule[] }[] = [];
  for (const r of RFM_SCORES) {
    for (const f of RFM_SCORES) {
      for (const m of RFM_SCORES) {
        const rules = groups.filter((rule) => within(r, rule.r) && within(f, rule.f) && within(m, rule.m));
        all.push({ cell: `R${r} F${f} M${m}`, rules });
      }
    }
  }
  return all;
}

function within(score: RfmScore, [least, most]: [RfmScore, RfmScore] = [1, 5]): boolean {
  return score >= least && score <= most;
}

function ruleFaults(rule: RfmRule, index: number): string[] {
  const faults: string[] = [];
  if (!NAME.test(rule.group)) faults.push(`groups[${index}].group must be a name in kebab-case, such as at-risk`);
  for (const measure of ['r', 'f', 'm'] as const) {
    if (rule[measure] !== undefined && !isSpan(rule[measure])) {
      faults.push(`groups[${index}].${measure} must be two scores from 1 to 5, the lower first, such as [4, 5]`);
    }
  }
  return faults;
}

function isSpan(span: unknown): boolean {
  if (!Array.isArray(span) || span.length !== 2) return false;
  const [least, most] = span as unknown[];
  const isScore = (score: unknown): boolean => RFM_SCORES.some((one) => one === score);
  return isScore(least) && isScore(most) && Number(least) <= Number(most);
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_TOLD;
  return names.slice(0, MOST_TOLD).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
