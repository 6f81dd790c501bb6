import type { Day, Month } from '@orderweave/domain-ordering';
import { monthIndex, type MonthIndex } from '../deadlines/month-index.js';
import { effectiveRisk } from '../risk/assess-risk.js';
import { bandStarts, isYoungTenant, riskOn, type BandStarts } from '../risk/band-starts.js';
import { rhythmUntil, type PurchaseRhythm } from '../risk/purchase-rhythm.js';
import type { Risk, RiskPolicy } from '../risk/risk-policy.js';
import { modelAt, type GapModel } from '../rhythm/gap-model.js';
import { findReturn } from './find-return.js';
import { growsByMonths, growsYoung } from './growth.js';
import type { StageInput } from './stage-input.js';
import { DEFAULT_STAGE_POLICY, type Stage, type StagePolicy } from './stage-policy.js';

/** What is said of a customer on one day, without the reasons. Risks are null before the first purchase day. */
export interface Standing {
  risk: Risk | null;
  effective: Risk | null;
  stage: Stage;
}

/**
 * Where a customer stands on `input.day` and, should nothing be ordered, on any later day before the ledger's next one.
 * What does not depend on the day is worked out once, so that asking for many days is cheap.
 */
export class StandingOverTime {
  readonly policy: StagePolicy;
  readonly rhythm: PurchaseRhythm | null;
  /** The latest order that ended `churned`, while that still matters on `input.day`. */
  readonly returnedOn: Day | null = null;
  private model?: GapModel;
  private starts?: BandStarts;
  private growth?: { month: MonthIndex; grows: boolean };

  constructor(readonly input: StageInput) {
    this.policy = input.policy ?? DEFAULT_STAGE_POLICY;
    this.rhythm = rhythmUntil(input.ledger.purchaseDays, input.day);
    if (this.rhythm) {
      const since = input.day - this.policy.reacquiredDays;
      this.returnedOn = findReturn(this.rhythm.days, since, input.models, (day) => this.riskPolicyOn(day));
    }
  }

  /** The standing on a day, given the last month that is closed by then. */
  on(day: Day, lastClosed: MonthIndex): Standing {
    const { rhythm } = this;
    if (!rhythm) return { risk: null, effective: null, stage: this.lastIntent(day) === null ? 'potential' : 'intent' };
    const model = modelAt(this.input.models, day);
    const risk = riskOn(day, { rhythm, model, starts: this.startsBy(model), policy: this.policy.risk });
    const effective = effectiveRisk(risk, this.input.important);
    return { risk, effective, stage: this.stageOf(day, effective, lastClosed) };
  }

  /** The thresholds in force on a day that is over. */
  riskPolicyOn(day: Day): RiskPolicy {
    return this.input.riskPolicyOn?.(day) ?? this.policy.risk;
  }

  /** When the bands begin by a model version. Only with a purchase day. */
  startsBy(model: GapModel): BandStarts {
    if (this.model !== model || !this.starts) {
      this.model = model;
      this.starts = bandStarts(this.rhythm!, model, this.policy.risk);
    }
    return this.starts;
  }

  /** The first day on which silence alone makes the customer losing or churned, by the model of the input's day. Only with a purchase day. */
  losingFrom(): Day {
    const { day, models, important } = this.input;
    const { days, last } = this.rhythm!;
    const { risk } = this.policy;
    const model = modelAt(models, day);
    const starts = this.startsBy(model);
    const silence = Math.min(starts['at-risk'], starts.lost, important ? starts.watch : Number.POSITIVE_INFINITY);
    const spared = days.length < risk.youngTenantPurchaseDays && isYoungTenant(day, model, risk);
    return Math.max(last + silence, spared ? model.tenantFirstDay + risk.youngTenantDays : day + 1);
  }

  /** The latest intent in the trailing days that end with `day`. */
  lastIntent(day: Day): Day | null {
    const { intentDays } = this.input.ledger;
    let index = intentDays.length - 1;
    while (index >= 0 && intentDays[index]! > day) index--;
    const last = intentDays[index];
    return last !== undefined && day - last < this.policy.intentDays ? last : null;
  }

  /** The rules of the stages: the first that holds. */
  private stageOf(day: Day, effective: Risk, lastClosed: MonthIndex): Stage {
    const { policy, returnedOn } = this;
    const { first, days } = this.rhythm!;
    if (effective === 'lost') return 'churned';
    if (returnedOn !== null && day - returnedOn <= policy.reacquiredDays) return 'reacquired';
    if (day - first <= policy.newDays && days.length < policy.newPurchaseDays) return 'new';
    if (effective === 'at-risk') return 'losing';
    const history = { days, monthAmounts: this.input.monthAmounts, policy };
    if (growsYoung(history, day)) return 'growing';
    if (this.growth?.month !== lastClosed) {
      this.growth = { month: lastClosed, grows: growsByMonths(history, lastClosed) };
    }
    return this.growth.grows ? 'growing' : 'mature';
  }
}

/** The index of the last closed month; before every month when none is closed. */
export function closedIndex(month: Month | null): MonthIndex {
  return month === null ? Number.NEGATIVE_INFINITY : monthIndex(month);
}
