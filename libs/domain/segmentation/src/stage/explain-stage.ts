import { formatAmount, formatDay, ratioOf, type Day } from '@orderweave/domain-ordering';
import { closeDayOf, lastClosedIndex, monthIndexOf, monthName, type MonthIndex } from '../deadlines/month-index.js';
import { assessRisk } from '../risk/assess-risk.js';
import { modelAt } from '../rhythm/gap-model.js';
import { explainRisk, roundBeside } from './explain-risk.js';
import { growsYoung, growthFigures, type GrowthFigures } from './growth.js';
import { REASON, type Reason } from './reason.js';
import type { Stage } from './stage-policy.js';
import { closedIndex, type StandingOverTime } from './standing.js';

/** The inputs that decided a stage on the input's day, each with what it was compared with. */
export function explainStage(stage: Stage, overTime: StandingOverTime): Reason[] {
  const { previousStage } = overTime.input;
  const said: Reason = { name: REASON.stage, value: stage, ...(previousStage && { previous: previousStage }) };
  return [said, ...reasonsFor(stage, overTime)];
}

function reasonsFor(stage: Stage, overTime: StandingOverTime): Reason[] {
  const { input, policy } = overTime;
  switch (stage) {
    case 'potential':
      return explainRisk(null);
    case 'intent': {
      const last = overTime.lastIntent(input.day)!;
      return [
        { name: REASON.lastIntent, value: formatDay(last), threshold: formatDay(input.day - policy.intentDays + 1) },
        holdsUntil(last + policy.intentDays - 1),
      ];
    }
    case 'churned':
    case 'losing':
      return riskReasons(overTime);
    case 'reacquired':
      return returnReasons(overTime);
    case 'new':
      return [
        ...firstOrderReasons(overTime, policy.newDays, policy.newPurchaseDays),
        holdsUntil(overTime.rhythm!.first + policy.newDays),
      ];
    case 'growing':
    case 'mature':
      return growthReasons(stage, overTime);
  }
}

function riskReasons({ input, policy }: StandingOverTime): Reason[] {
  const { day, important, models, ledger } = input;
  const model = modelAt(models, day);
  return explainRisk(assessRisk({ purchaseDays: ledger.purchaseDays, day, model, important, policy: policy.risk })!);
}

function returnReasons(overTime: StandingOverTime): Reason[] {
  const { rhythm, returnedOn, input, policy } = overTime;
  const { days } = rhythm!;
  const silence = returnedOn! - days[days.lastIndexOf(returnedOn!) - 1]!;
  const before = days.slice(0, days.lastIndexOf(returnedOn!));
  const model = modelAt(input.models, returnedOn!);
  const thresholds = overTime.riskPolicyOn(returnedOn!);
  const then = assessRisk({ purchaseDays: before, day: returnedOn!, model, important: false, policy: thresholds })!;
  return [
    {
      name: REASON.reacquiredOn,
      value: formatDay(returnedOn!),
      threshold: formatDay(input.day - policy.reacquiredDays),
    },
    { name: REASON.silenceBeforeReturn, value: silence, threshold: then.thresholds.lost.startsAtSilence, unit: 'days' },
    holdsUntil(returnedOn! + policy.reacquiredDays),
  ];
}

function firstOrderReasons({ rhythm, input }: StandingOverTime, withinDays: number, purchaseDays: number): Reason[] {
  const { first, days } = rhythm!;
  return [
    { name: REASON.firstPurchase, value: formatDay(first) },
    { name: REASON.daysSinceFirstPurchase, value: input.day - first, threshold: withinDays, unit: 'days' },
    { name: REASON.purchaseDays, value: days.length, threshold: purchaseDays, unit: 'purchase-days' },
  ];
}

function growthReasons(stage: 'growing' | 'mature', overTime: StandingOverTime): Reason[] {
  const { input, policy, rhythm } = overTime;
  const history = { days: rhythm!.days, monthAmounts: input.monthAmounts, policy };
  const { youngDays, youngPurchaseDays } = policy.growth;
  const silentUntil = overTime.losingFrom() - 1;
  if (growsYoung(history, input.day)) {
    const young = firstOrderReasons(overTime, youngDays, youngPurchaseDays);
    return [...young, holdsUntil(Math.min(rhythm!.first + youngDays - 1, silentUntil))];
  }
  const month = closedIndex(input.lastClosedMonth);
  const figures = growthFigures(history, month);
  const ahead = [...aheadReasons(overTime, month, silentUntil), holdsUntil(silentUntil)];
  if (!figures) return [...firstOrderReasons(overTime, youngDays, youngPurchaseDays), ...ahead];
  return [
    { name: REASON.growthMonth, value: monthName(month), threshold: formatDay(closeDayOf(month, policy.graceDays)) },
    ...figureReasons(figures, stage, overTime),
    ...ahead,
  ];
}

/**
 * When growth is judged next: at the next close that knows six months, unless silence ends the stage before, and for who is young with each
 * purchase day.
 */
function aheadReasons({ rhythm, policy, input }: StandingOverTime, closed: MonthIndex, silentUntil: Day): Reason[] {
  const { first, days } = rhythm!;
  const { youngDays, youngPurchaseDays } = policy.growth;
  const next = Math.max(closed, lastClosedIndex(input.day, policy.graceDays)) + 1;
  const judged = closeDayOf(Math.max(next, monthIndexOf(first) + 5), policy.graceDays);
  const young = days.length < youngPurchaseDays && input.day - first < youngDays - 1;
  const until = formatDay(first + youngDays - 1);
  return [
    ...(judged <= silentUntil ? [{ name: REASON.growthJudgedOn, value: formatDay(judged) }] : []),
    ...(young ? [{ name: REASON.youngUntil, value: until, threshold: youngPurchaseDays }] : []),
  ];
}

function figureReasons(
  { lastThree, threeBefore, purchaseDays }: GrowthFigures,
  stage: 'growing' | 'mature',
  { policy, input }: StandingOverTime,
): Reason[] {
  const { growth } = policy;
  const reasons: Reason[] = [
    {
      name: REASON.lastThreeMonths,
      value: formatAmount(lastThree),
      previous: formatAmount(threeBefore),
      unit: 'currency',
    },
    { name: REASON.recentPurchaseDays, value: purchaseDays, threshold: growth.purchaseDays, unit: 'purchase-days' },
  ];
  if (lastThree <= 0n || threeBefore <= 0n) return reasons;
  const ratio = ratioOf(lastThree, threeBefore);
  // Who grew already stays until below `leave`, so that is the limit that kept or ended it.
  const kept = stage === 'growing' ? ratio < growth.enter : input.previousStage === 'growing' && ratio < growth.leave;
  const threshold = kept ? growth.leave : growth.enter;
  return [{ name: REASON.growthRatio, value: roundBeside(ratio, threshold), threshold, unit: 'times' }, ...reasons];
}

/** The last day on which a ground of a stage can hold, should nothing more be ordered; a risk may end it before. */
function holdsUntil(day: Day): Reason {
  return { name: REASON.holdsUntil, value: formatDay(day) };
}
