import type { Transition } from '@orderweave/contracts';
import { USUAL_WINDOW_DAYS, type OutcomeRule } from './outcome-rule.js';

/** By what an alert's outcome is judged, fixed when it is raised. Instants are epoch milliseconds by the tenant's clock. */
export interface OutcomeTerms {
  /** Whether an order can be a recovery at all. */
  readonly winnable: boolean;
  /** Whether the customer was lost or about to be: these alerts make the win-back rate. */
  readonly winBack: boolean;
  /** Whether a recovery resolves the alert. */
  readonly resolves: boolean;
  /** An order counts when it is placed after `startsAt` and not after `until`. */
  readonly startsAt: number;
  readonly until: number;
  /** The order that made the transition true; never a recovery. */
  readonly causeOrder: string | null;
}

const DAY_MS = 86_400_000;
/** The better ones first. */
const LADDERS: Readonly<Record<string, readonly string[]>> = {
  tier: ['A', 'B', 'C', 'D'],
  'value-band': ['high', 'mid', 'low'],
  risk: ['healthy', 'watch', 'at-risk', 'lost'],
};
const LOST_STAGES = ['churned', 'losing'];

/**
 * The terms of an alert. Its window begins when it was raised, or when the transition became true where that is later (a
 * clock that is moved by hand stands still meanwhile), and ends `windowDays` × 24 hours after.
 */
export function outcomeTerms(transition: Transition, raisedAt: number, rule: OutcomeRule = {}): OutcomeTerms {
  const { windowDays = USUAL_WINDOW_DAYS, winnable = isForTheWorse(transition), resolves = true } = rule;
  const startsAt = Math.max(raisedAt, Date.parse(transition.effectiveAt));
  const { type, ref } = transition.cause;
  return {
    ...{ winnable, resolves, startsAt },
    winBack: winnable && isWinBack(transition),
    until: startsAt + windowDays * DAY_MS,
    causeOrder: type === 'order' ? (ref ?? null) : null,
  };
}

/**
 * Whether a transition says that a customer got worse: a lower tier or value band, behind pace, a greater risk, stage losing or
 * churned. RFM groups and segments have no better and worse, a complaint is answered, not won back, and an early sign is one of
 * customers who still order.
 */
export function isForTheWorse({ kind, from, to }: Transition): boolean {
  if (kind === 'stage') return LOST_STAGES.includes(to ?? '') && from !== 'churned';
  if (kind === 'behind-pace') return to === 'behind';
  const ladder = LADDERS[kind];
  if (!ladder || to === null) return false;
  const [before, after] = [ladder.indexOf(from ?? ''), ladder.indexOf(to)];
  // Without a place before, the lower half of the ladder is a loss.
  return before < 0 ? after >= ladder.length / 2 : after > before;
}

/** Whether the customer stopped, was lost or was about to be: an abnormal stop, stage losing or churned, risk at-risk or lost. */
export function isWinBack({ kind, label, to }: Transition): boolean {
  if (kind === 'tier') return label === 'abnormal-stop';
  if (kind === 'stage') return LOST_STAGES.includes(to ?? '');
  return kind === 'risk' && (to === 'at-risk' || to === 'lost');
}
