import type { Day } from '@orderweave/domain-ordering';
import type { GapModel } from '../rhythm/gap-model.js';
import { overdue, shrunkGap } from '../rhythm/gaps.js';
import { BANDS, bandStarts, isYoungTenant, riskOn, type BandStarts } from './band-starts.js';
import { chancesOn, orderChance } from './model-starts.js';
import { rhythmUntil, type PurchaseRhythm } from './purchase-rhythm.js';
import { DEFAULT_RISK_POLICY, type BandThreshold, type Risk, type RiskBand, type RiskPolicy } from './risk-policy.js';

/** What is needed to judge a customer as of the end of local day `day`. */
export interface RiskInput {
  /** Ascending multiset; days after `day` are ignored. */
  purchaseDays: readonly Day[];
  day: Day;
  model: GapModel;
  /** Tier A of the last closed month (or a high value band): `watch` counts as at-risk. */
  important: boolean;
  policy?: RiskPolicy;
}

/** A band's thresholds, and when it begins for this customer. */
export interface RiskThreshold extends BandThreshold {
  /** Least silence in days at which every condition of the band holds. */
  startsAtSilence: number;
  /** The local day at whose midnight the band begins, should no order come. */
  startsOn: Day;
}

/** The chances that the model of purchases sees, from 0 to 1. */
export interface RiskChances {
  /** That no order comes in the next 30 days (q_30), and that one does: 1 − q_30. */
  q30: number;
  chance: number;
  /** The best chance since the last order, and the share of it that is gone (L). */
  peak: number;
  lost: number;
  /** P(alive): that the customer will order again at all. */
  alive: number;
}

/** A customer's risk and what it rests on. */
export interface RiskAssessment {
  risk: Risk;
  /** The risk to act on: `at-risk` for an important customer's `watch`. */
  effective: Risk;
  /** Whole days since the last purchase day. */
  silence: number;
  lastPurchaseOn: Day;
  /** Typical gap in days (g), and how many of them the silence has lasted (u). */
  typicalGap: number;
  overdue: number;
  /** By what the bands are judged: the model of purchases, or without a usable one the typical gap. */
  basis: 'model' | 'fallback';
  modelVersion: number;
  /** What the model of purchases says; null for the fallback. */
  chances: RiskChances | null;
  thresholds: Record<RiskBand, RiskThreshold>;
  /** False when the tenant is too young to judge a customer with so few purchase days; the risk is then `healthy`. */
  judged: boolean;
  /** False in a tenant's first days, when nobody is alerted. */
  alertable: boolean;
  /** An order restores `healthy`. Until the end of this day it also prevents the next worse band; null when there is none worse. */
  restoredByOrderUntil: Day | null;
}

/** The risk by the model of purchases, or by silence against the typical gap where there is none; null without a purchase day. */
export function assessRisk(input: RiskInput): RiskAssessment | null {
  const { day, model, policy = DEFAULT_RISK_POLICY } = input;
  const rhythm = rhythmUntil(input.purchaseDays, day);
  if (!rhythm) return null;
  const starts = bandStarts(rhythm, model, policy);
  const risk = riskOn(day, { rhythm, model, starts, policy });
  const gap = shrunkGap(rhythm.gaps, rhythm.ownMedian, model.tenantMedianGap);
  const young = isYoungTenant(day, model, policy);
  const judged = !young || rhythm.days.length >= policy.youngTenantPurchaseDays;
  const threshold = (band: RiskBand): RiskThreshold => ({
    ...policy.bands[band],
    startsAtSilence: starts[band],
    startsOn: rhythm.last + starts[band],
  });
  return {
    risk,
    effective: effectiveRisk(risk, input.important),
    silence: day - rhythm.last,
    lastPurchaseOn: rhythm.last,
    typicalGap: gap,
    overdue: overdue(day - rhythm.last, gap),
    basis: model.churn ? 'model' : 'fallback',
    modelVersion: model.version,
    chances: riskChances(rhythm, day, { model, policy }),
    // Asked for only when something is told, which few orders bring about.
    get thresholds() {
      return { watch: threshold('watch'), 'at-risk': threshold('at-risk'), lost: threshold('lost') };
    },
    judged,
    alertable: !young,
    restoredByOrderUntil: restorableUntil(
      risk,
      rhythm,
      starts,
      judged ? day : model.tenantFirstDay + policy.youngTenantDays,
    ),
  };
}

/** The risk to act on. */
export function effectiveRisk(risk: Risk, important: boolean): Risk {
  return risk === 'watch' && important ? 'at-risk' : risk;
}

function riskChances(
  rhythm: PurchaseRhythm,
  day: Day,
  { model, policy }: { model: GapModel; policy: RiskPolicy },
): RiskChances | null {
  if (!model.churn) return null;
  const silence = day - rhythm.last;
  const seen = orderChance(rhythm, model.churn, policy);
  const { chance, peak, lost } = chancesOn(silence, seen);
  return { q30: 1 - chance, chance, peak, lost, alive: seen.outlook.alive(silence) };
}

/** The last day before a worse band begins; none begins before `notBefore`. */
function restorableUntil(risk: Risk, rhythm: PurchaseRhythm, starts: BandStarts, notBefore: Day): Day | null {
  if (risk === 'lost') return null;
  const worse = BANDS.slice(0, risk === 'healthy' ? 3 : BANDS.indexOf(risk));
  return Math.max(notBefore, rhythm.last + Math.min(...worse.map((band) => starts[band]))) - 1;
}
