import type { Day } from '@orderweave/domain-ordering';
import { modelIndexAt } from '../rhythm/gap-model.js';
import type { StageInput } from '../stage/stage-input.js';
import { closedIndex, StandingOverTime, type Standing } from '../stage/standing.js';
import { closeDayOf, lastClosedIndex, monthIndexOf, type MonthIndex } from './month-index.js';

/**
 * The earliest local day after `input.day` on which `assessRisk` (risk or effective risk) or `assessStage` (stage) says something
 * else, should nothing more be recorded; null if none ever does. Months close ahead by the policy's grace, with the amounts that are
 * known; `important` stays as it is (who asks again after a close passes the new one). Days of the ledger after `input.day` come true.
 *
 * A standing changes only on days that follow from the ledger in closed form: a band's first day, the end of a stage's term,
 * a month's close, a model version's first day. So it is enough to ask for those, in order.
 */
export function nextDeadline(input: StageInput): Day | null {
  let overTime = new StandingOverTime(input);
  const closed = closedIndex(input.lastClosedMonth);
  const now = overTime.on(input.day, closed);
  for (let from = input.day; ;) {
    const next = nextRecordedDay(input, from);
    for (const day of changeDays(overTime, closed, from)) {
      if (next !== null && day >= next) break;
      if (differs(overTime.on(day, closedOn(day, overTime, closed)), now)) return day;
    }
    if (next === null) return null;
    overTime = new StandingOverTime({ ...input, day: next });
    if (differs(overTime.on(next, closedOn(next, overTime, closed)), now)) return next;
    from = next;
  }
}

function differs(a: Standing, b: Standing): boolean {
  return a.stage !== b.stage || a.risk !== b.risk || a.effective !== b.effective;
}

function closedOn(day: Day, { policy }: StandingOverTime, closed: MonthIndex): MonthIndex {
  return Math.max(closed, lastClosedIndex(day, policy.graceDays));
}

/** The first day after `from` with a purchase or an intent in the ledger: rare, since orders of the future are refused. */
function nextRecordedDay({ ledger }: StageInput, from: Day): Day | null {
  const { purchaseDays, intentDays } = ledger;
  if (!((purchaseDays.at(-1) ?? from) > from) && !((intentDays.at(-1) ?? from) > from)) return null;
  return [...purchaseDays, ...intentDays].reduce<Day | null>(
    (least, day) => (day > from && (least === null || day < least) ? day : least),
    null,
  );
}

/** Ascending, all days after `from` on which the standing may change while nothing is recorded. */
function changeDays(overTime: StandingOverTime, closed: MonthIndex, from: Day): Day[] {
  const { rhythm, policy, input } = overTime;
  const days: Day[] = [];
  const add = (day: Day): void => {
    if (day > from) days.push(day);
  };
  if (!rhythm) {
    const intent = overTime.lastIntent(from);
    return intent === null ? [] : [intent + policy.intentDays];
  }
  for (let index = modelIndexAt(input.models, from); index < input.models.length; index++) {
    const model = input.models[index]!;
    const starts = overTime.startsBy(model);
    add(model.from);
    add(model.tenantFirstDay + policy.risk.youngTenantDays);
    add(rhythm.last + starts.watch);
    add(rhythm.last + starts['at-risk']);
    add(rhythm.last + starts.lost);
  }
  if (overTime.returnedOn !== null) add(overTime.returnedOn + policy.reacquiredDays + 1);
  if (rhythm.days.length < policy.newPurchaseDays) add(rhythm.first + policy.newDays + 1);
  if (rhythm.days.length >= policy.growth.youngPurchaseDays) add(rhythm.first + policy.growth.youngDays);
  addCloses(overTime, closed, from, add);
  return days.sort((a, b) => a - b);
}

/** Closes that can begin or end growth: it asks for a purchase day in the last three months, so none after the third from the last. */
function addCloses(overTime: StandingOverTime, closed: MonthIndex, from: Day, add: (day: Day) => void): void {
  const { rhythm, policy } = overTime;
  const lastMonth = monthIndexOf(rhythm!.last) + 3;
  const open = Math.max(closed, lastClosedIndex(from, policy.graceDays)) + 1;
  if (closed < open - 1) add(from + 1); // a close that is due and was not told yet
  for (let month = open; month <= lastMonth; month++) add(closeDayOf(month, policy.graceDays));
}
