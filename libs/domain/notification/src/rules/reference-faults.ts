import { parseDay } from '@orderweave/domain-ordering';
import type { Locale } from '../locale.js';
import type { RuleFault } from './check-rules.js';
import type { InputCondition } from './rule-condition.js';
import type { RuleDocument } from './rule-policy.js';
import { compareMeasures } from './transition-measure.js';

type Say = (
  place: { field: string; value?: unknown },
  en: readonly [string, string],
  zh: readonly [string, string],
) => RuleFault;

/** What no schema can say: names that nothing has, what is said twice, conditions that nothing can meet. */
export function referenceFaults({ rules, plays, strategies = [] }: RuleDocument, locale: Locale): RuleFault[] {
  const say: Say = ({ field, value }, en, zh) => {
    const [rule, remedy] = locale === 'zh-CN' ? zh : en;
    return { field, ...(value !== undefined && { value }), rule, remedy };
  };
  const ids = rules.map(({ id }) => id);
  const faults = rules.flatMap((rule, index) => {
    const at = `/rules/${index}`;
    const found: RuleFault[] = [];
    if (!Object.hasOwn(plays, rule.play)) {
      const known = Object.keys(plays).join(', ');
      const place = { field: `${at}/play`, value: rule.play };
      found.push(say(place, ['is no play of /plays', `use one of ${known}`], ['不在 /plays 中', `可用的值：${known}`]));
    }
    found.push(...twice(ids, index, `${at}/id`, say));
    for (const [nth, id] of (rule.inhibits ?? []).entries()) {
      const place = { field: `${at}/inhibits/${nth}`, value: id };
      if (!ids.includes(id))
        found.push(
          say(place, ['is no rule', `use one of ${ids.join(', ')}`], ['没有这条规则', `可用的值：${ids.join(', ')}`]),
        );
      if (id === rule.id) found.push(say(place, ['is the rule itself', 'remove it'], ['是规则自身', '请删除']));
    }
    found.push(...validityFaults(rule, at, say));
    for (const [nth, input] of (rule.when.inputs ?? []).entries())
      found.push(...inputFaults(input, `${at}/when/inputs/${nth}`, say));
    return found;
  });
  const strategyIds = strategies.map(({ id }) => id);
  const ofStrategies = strategies.flatMap(({ state, in: values, grants }, index) => {
    const at = `/strategies/${index}`;
    const many = { field: `${at}/in`, value: values };
    const kinds = grants.map(({ kind }) => kind);
    return [
      ...twice(strategyIds, index, `${at}/id`, say),
      ...kinds.flatMap((_, nth) => twice(kinds, nth, `${at}/grants/${nth}/kind`, say)),
      ...(state === 'segment' && values.length > 1
        ? [
            say(
              many,
              ['names several segments', 'state a strategy for each'],
              ['包含多个客户群', '请为每个客户群各写一条策略'],
            ),
          ]
        : []),
    ];
  });
  return [...faults, ...ofStrategies];
}

function twice(ids: readonly string[], index: number, field: string, say: Say): RuleFault[] {
  if (ids.indexOf(ids[index]!) === index) return [];
  return [say({ field, value: ids[index] }, ['is used twice', 'give each its own id'], ['重复', '请使用不同的 id'])];
}

function validityFaults({ validFrom, validTo }: RuleDocument['rules'][number], at: string, say: Say): RuleFault[] {
  const days = Object.entries({ validFrom, validTo }).flatMap(([name, value]) =>
    value === undefined || isDay(value)
      ? []
      : [
          say(
            { field: `${at}/${name}`, value },
            ['is no day', 'write it as YYYY-MM-DD'],
            ['不是日期', '请写成 YYYY-MM-DD'],
          ),
        ],
  );
  if (days.length > 0 || validFrom === undefined || validTo === undefined || validFrom <= validTo) return days;
  const place = { field: `${at}/validTo`, value: validTo };
  return [say(place, ['is before validFrom', 'give a day not before it'], ['早于 validFrom', '请给出不早于它的日期'])];
}

function inputFaults({ is, atLeast, atMost, above, below }: InputCondition, field: string, say: Say): RuleFault[] {
  const [low, high] = [above ?? atLeast, below ?? atMost];
  if (!is && low === undefined && high === undefined) {
    const bounds = 'is, atLeast, atMost, above, below';
    return [say({ field }, ['states no condition', `give one of ${bounds}`], ['没有条件', `请给出 ${bounds} 之一`])];
  }
  if (low === undefined || high === undefined) return [];
  const order = compareMeasures(low, high);
  const meets = order !== undefined && (order < 0 || (order === 0 && above === undefined && below === undefined));
  if (meets) return [];
  return [
    say(
      { field },
      ['nothing lies between its bounds', 'put the lower bound below'],
      ['上下限之间没有值', '请让下限小于上限'],
    ),
  ];
}

function isDay(text: string): boolean {
  try {
    parseDay(text);
    return true;
  } catch {
    return false;
  }
}
