import { parseDay, type Amount, type Day } from '@orderweave/domain-ordering';
import type { RfmRule } from '@orderweave/domain-segmentation';
import {
  plainAlive,
  plainChance,
  plainChanceLost,
  plainNextOrder,
  plainValue,
  type PlainModel,
} from './plain-purchase-model.fixture.js';

/** A customer's purchase days with their amounts, ascending. */
export type PlainDays = ReadonlyMap<Day, Amount>;

/** By what risk is judged from a day on. */
export interface PlainVersion {
  from: Day;
  medianGap: number;
  firstDay: Day;
  model: PlainModel | null;
  spend: { p: number; q: number; gamma: number } | null;
}

const BANDS = [
  ['lost', { q: 0.8, lost: 0.6, silence: 120, overdue: 6 }],
  ['at-risk', { q: 0.7, lost: 0.5, silence: 30, overdue: 3 }],
  ['watch', { q: 0.5, lost: 0.3, silence: 14, overdue: 2 }],
] as const;
const GRACE = 3;

const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
const monthFirst = (year: number, month: number): Day =>
  parseDay(new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10));

/** A month by years × 12 + months. */
export const monthNumber = (day: Day): number => {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const firstOf = (month: number): Day => monthFirst(Math.floor(month / 12), month % 12);
const closeOf = (month: number): Day => firstOf(month + 1) + GRACE;

/** The tiers of a month by the default preset, of who has a positive amount. */
export function plainTiers(customers: ReadonlyMap<string, PlainDays>, month: number): Map<string, string> {
  const amounts = [...customers].map(([id, days]) => [id, sum(days, firstOf(month), firstOf(month + 1) - 1)] as const);
  const ordering = amounts.filter(([, amount]) => amount > 0n);
  return new Map(
    ordering.map(([id, amount]) => {
      const ahead = ordering.filter(([, other]) => other > amount).length;
      return [id, ahead * 100 < 20 * ordering.length ? 'A' : ahead * 100 < 80 * ordering.length ? 'B' : 'C'];
    }),
  );
}

export const sum = (days: PlainDays, from: Day, to: Day): Amount =>
  [...days].reduce((total, [day, amount]) => (day >= from && day <= to ? total + amount : total), 0n);

/** How many are above, by a number for each. */
export function plainAhead(values: ReadonlyMap<string, number | bigint>): Map<string, number> {
  const all = [...values.values()];
  return new Map([...values].map(([id, value]) => [id, all.filter((other) => other > value).length]));
}

export function plainGroup(groups: readonly RfmRule[], r: number, f: number, m: number): string {
  const inside = (score: number, span?: readonly [number, number]) => !span || (score >= span[0] && score <= span[1]);
  return groups.find((rule) => inside(r, rule.r) && inside(f, rule.f) && inside(m, rule.m))!.group;
}

/** What is known of a customer's purchases as of a day, and the risk, by the version that is in force then. */
export function plainRisk(all: PlainDays, day: Day, versions: readonly PlainVersion[]) {
  const days = [...all.keys()].filter((one) => one <= day);
  const version = versions.findLast(({ from }) => from <= day) ?? versions[0]!;
  const [first, last] = [days[0]!, days.at(-1)!];
  const gaps = days.slice(1).map((one, i) => one - days[i]!);
  const g =
    gaps.length === 0 ? version.medianGap : (gaps.length * median(gaps) + 3 * version.medianGap) / (gaps.length + 3);
  const history = { x: days.length - 1, tx: last - first, t: day - first };
  const silence = day - last;
  const overdue = silence / g;
  const { model } = version;
  const q = model && 1 - plainChance(model, history, 30);
  const lost = model && plainChanceLost(model, history);
  const young = !model && day < version.firstDay + 90 && days.length < 3;
  const holds = (band: (typeof BANDS)[number][1]) =>
    silence >= band.silence && (q === null ? overdue >= band.overdue : q >= band.q && lost! >= band.lost);
  const judged = silence >= 365 ? 'lost' : (BANDS.find(([, band]) => holds(band))?.[0] ?? 'healthy');
  return { history, silence, g, overdue, q, lost, version, risk: young ? 'healthy' : judged, days };
}

/** The stage of section 7 as of a day. */
export function plainStage(
  all: PlainDays,
  day: Day,
  { versions, important }: { versions: readonly PlainVersion[]; important: boolean },
): string {
  const { risk, days } = plainRisk(all, day, versions);
  if (risk === 'lost') return 'churned';
  const ended = days.some((one, i) => {
    if (i === 0 || day - one > 90) return false;
    const before = new Map([...all].filter(([earlier]) => earlier < one));
    return plainRisk(before, one, versions).risk === 'lost';
  });
  if (ended) return 'reacquired';
  if (day - days[0]! <= 60 && days.length < 3) return 'new';
  if (risk === 'at-risk' || (risk === 'watch' && important)) return 'losing';
  return grows(all, days, day) ? 'growing' : 'mature';
}

function grows(all: PlainDays, days: readonly Day[], day: Day): boolean {
  const young = (on: Day) => days.length >= 3 && days[2]! <= on && on - days[0]! < 180;
  let grew = false;
  for (let month = monthNumber(days[0]!) + 5; closeOf(month) <= day; month++) {
    const before: boolean = grew || young(closeOf(month) - 1);
    const [from, middle, to] = [firstOf(month - 5), firstOf(month - 2), firstOf(month + 1) - 1];
    const [late, early] = [sum(all, middle, to), sum(all, from, middle - 1)];
    const often = days.filter((one) => one >= middle && one <= to).length >= 2;
    const enough: boolean = late * 10n >= early * 12n || (before && late >= early);
    grew = often && late > 0n && early > 0n && enough;
  }
  return grew || young(day);
}

/** What the model in force foretells, as columns; null where the fallback judges. */
export function plainForetold(all: PlainDays, day: Day, versions: readonly PlainVersion[]) {
  const { history, q, lost, version } = plainRisk(all, day, versions);
  const { model, spend } = version;
  if (!model) return null;
  const repeats = [...all.values()].slice(1);
  const mean = repeats.length === 0 ? 0 : Number(repeats.reduce((a, b) => a + b, 0n)) / 1e12 / repeats.length;
  return {
    p_alive: plainAlive(model, history),
    q_30: q!,
    chance_lost: lost!,
    clv_12m: spend && plainValue(model, history, { spend, mean }),
    next_p10: plainNextOrder(model, history, 0.1),
    next_p50: plainNextOrder(model, history, 0.5),
    next_p90: plainNextOrder(model, history, 0.9),
  };
}

/** The median of customers' median gaps, by what is known on a day. */
export function plainMedianGap(customers: ReadonlyMap<string, PlainDays>, day: Day): number {
  const medians = [...customers.values()].flatMap((all) => {
    const days = [...all.keys()].filter((one) => one <= day);
    return days.length < 2 ? [] : [median(days.slice(1).map((one, i) => one - days[i]!))];
  });
  return median(medians);
}
