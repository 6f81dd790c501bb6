import {
  compareArms,
  LEAST_CUSTOMERS,
  LEAST_RECOVERED,
  type Arm,
  type Interval,
  type Locale,
  type Wording,
} from '@orderweave/domain-notification';
import type { UpliftGroup } from './report-query.js';
import type { ArmView, UpliftItem } from './report-response.js';
import type { StoredArm } from './uplift.store.js';

const NOBODY: Arm = { customers: 0, recovered: 0, meanAmount: 0, amountVariance: 0 };
const TOO_FEW: Wording = {
  'zh-CN': `人数太少：两组各需至少 ${LEAST_CUSTOMERS} 位观察期已结束的客户，才能给出差异`,
  en: `Too few: each side needs at least ${LEAST_CUSTOMERS} customers whose window is over before a difference can be told`,
};
const TOO_FEW_ORDERS: Wording = {
  'zh-CN': `下单客户太少：两组各需至少 ${LEAST_RECOVERED} 位下单客户，才能给出金额差异`,
  en: `Too few ordered: each side needs at least ${LEAST_RECOVERED} customers who did before a difference of amounts can be told`,
};
const MIXED: Wording = {
  'zh-CN': '金额涉及多种货币，无法比较',
  en: 'Amounts are in more than one currency and cannot be compared',
};
const UNITS: Readonly<Record<UpliftGroup, Wording>> = {
  'rule-month': {
    'zh-CN': '每位客户在每条规则、每个月只计一次，以当月第一条提醒为准',
    en: 'A customer counts once a rule and month, by the first alert in it',
  },
  rule: {
    'zh-CN': '每位客户在每条规则只计一次，以期间内第一条提醒为准',
    en: 'A customer counts once a rule, by the first alert in the period',
  },
  month: {
    'zh-CN': '每位客户每个月只计一次，以当月第一条提醒为准',
    en: 'A customer counts once a month, by the first alert in it',
  },
};

/** What is counted, in words. */
export function tellUnit(by: UpliftGroup, locale: Locale): string {
  return UNITS[by][locale];
}

/** Puts the arms of each group side by side; a difference that would mislead is left out and a note says why. */
export function presentUplift(arms: readonly StoredArm[], locale: Locale): UpliftItem[] {
  const groups = new Map<string, StoredArm[]>();
  for (const arm of arms) {
    const key = `${arm.rule ?? ''}\n${arm.month ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), arm]);
  }
  return [...groups.values()].map((sides) => itemOf(sides, locale));
}

function itemOf(sides: readonly StoredArm[], locale: Locale): UpliftItem {
  const [alerted, heldOut] = [false, true].map((held) => sides.find((side) => side.heldOut === held));
  const mixed =
    sides.some(({ currencies }) => currencies > 1) || new Set(sides.flatMap((side) => side.currency ?? [])).size > 1;
  const uplift = compareArms(alerted?.arm ?? NOBODY, heldOut?.arm ?? NOBODY);
  const amount = mixed ? null : uplift.amount;
  const note = !uplift.share ? TOO_FEW : mixed ? MIXED : !amount ? TOO_FEW_ORDERS : null;
  return {
    ...{ rule: sides[0]!.rule, month: sides[0]!.month },
    ...{ alerted: armView(alerted, mixed), heldOut: armView(heldOut, mixed) },
    shareUplift: uplift.share,
    amountUplift: amount && rounded(amount),
    currency: mixed ? null : (alerted?.currency ?? heldOut?.currency ?? null),
    note: note && note[locale],
  };
}

function armView(side: StoredArm | undefined, mixed: boolean): ArmView {
  const { customers, recovered, meanAmount } = side?.arm ?? NOBODY;
  const share = customers === 0 ? null : recovered / customers;
  const mean = customers === 0 || mixed ? null : meanAmount.toFixed(2);
  return { customers, waiting: side?.waiting ?? 0, recovered, share, meanAmount: mean };
}

function rounded({ estimate, lower, upper }: Interval) {
  return { estimate: estimate.toFixed(2), lower: lower.toFixed(2), upper: upper.toFixed(2) };
}
