/** The signs of trouble that come before a risk. */
export const SIGNALS = [
  'rhythm-lengthens',
  'value-shrinks',
  'product-overdue',
  'category-dropped',
  'channel-silent',
  'returns-rise',
  'complaint-unanswered-by-order',
] as const;
export type SignalName = (typeof SIGNALS)[number];

/** A shift of the latest values against those before; see `shiftsUp`. */
export interface ShiftPolicy {
  /** Latest values that are compared with the ones before. */
  recent: number;
  /** Values before that are asked for at least, and looked at most. */
  earlierLeast: number;
  earlierMost: number;
  /** Chance of so extreme an order of values by accident that is accepted, above 0 and below 1. */
  accident: number;
  /** Median of the latest ÷ median before: at least so much when it must rise, at most when it must fall. */
  ratio: number;
}

/** Something that used to stand on the customer's orders and does no more; see `absenceOf`. */
export interface AbsencePolicy {
  /** Purchase days with it that make it usual. */
  daysLeast: number;
  /** Purchase days without it since, at least. */
  missesLeast: number;
  /** Chance of so many misses by accident that is accepted. */
  accident: number;
  /** Since the last time at least so many median gaps of its own, and so many days. */
  gaps: number;
  silence: number;
  /** Days since the last time after which it is no longer usual. */
  forgottenAfter: number;
}

/**
 * When signals are given. By the default a customer whose habits do not change (about 30 orders a year, gaps of any spread) shows each of
 * them on less than 3 % of days and has it start less than once in two years; the spec simulates it.
 */
export interface SignalPolicy {
  rhythm: ShiftPolicy;
  value: ShiftPolicy;
  returns: { recent: number; earlierLeast: number; earlierMost: number; returnsLeast: number; accident: number };
  product: AbsencePolicy;
  category: AbsencePolicy;
  channel: AbsencePolicy;
  /** Days and median gaps without an order after a complaint, both, and days after which it is no longer said. */
  complaint: { days: number; gaps: number; forgottenAfter: number };
  /** Days of silence from which the risk says all and no signal is given. */
  endAfterSilence: number;
}

const USUAL = { missesLeast: 2, silence: 14, forgottenAfter: 365 };

export const DEFAULT_SIGNAL_POLICY: SignalPolicy = {
  rhythm: { recent: 3, earlierLeast: 6, earlierMost: 12, accident: 0.015, ratio: 1.5 },
  value: { recent: 4, earlierLeast: 6, earlierMost: 12, accident: 0.01, ratio: 0.7 },
  returns: { recent: 5, earlierLeast: 5, earlierMost: 20, returnsLeast: 2, accident: 0.02 },
  product: { ...USUAL, daysLeast: 3, accident: 0.005, gaps: 1.5 },
  category: { ...USUAL, daysLeast: 4, accident: 0.005, gaps: 2, silence: 30 },
  channel: { ...USUAL, daysLeast: 3, accident: 0.005, gaps: 1.5 },
  complaint: { days: 14, gaps: 2, forgottenAfter: 180 },
  endAfterSilence: 120,
};

/** Every fault of a policy as a sentence; empty for a valid one. */
export function validateSignalPolicy(policy: SignalPolicy): string[] {
  const { rhythm, value, returns, product, category, channel, complaint } = policy;
  const faults = [...sampleFaults('rhythm', rhythm), ...sampleFaults('value', value)];
  if (!(rhythm.ratio >= 1)) faults.push('rhythm.ratio must be 1 or more');
  if (!(value.ratio > 0 && value.ratio <= 1)) faults.push('value.ratio must be above 0 and not above 1');
  faults.push(...sampleFaults('returns', returns), ...countFaults({ 'returns.returnsLeast': returns.returnsLeast }));
  for (const [name, absence] of Object.entries({ product, category, channel }))
    faults.push(...absenceFaults(name, absence));
  const { days, gaps, forgottenAfter } = complaint;
  faults.push(...countFaults({ 'complaint.days': days, 'complaint.forgottenAfter': forgottenAfter }));
  if (!(gaps >= 0)) faults.push('complaint.gaps must be 0 or more');
  return [...faults, ...countFaults({ endAfterSilence: policy.endAfterSilence })];
}

function sampleFaults(
  name: string,
  { recent, earlierLeast, earlierMost, accident }: Omit<ShiftPolicy, 'ratio'>,
): string[] {
  const faults = countFaults({
    [`${name}.recent`]: recent,
    [`${name}.earlierLeast`]: earlierLeast,
    [`${name}.earlierMost`]: earlierMost,
  });
  if (earlierMost < earlierLeast) faults.push(`${name}.earlierMost must not be below ${name}.earlierLeast`);
  // The exact test counts samples by a table of this size.
  if (recent > 20 || earlierMost > 40) faults.push(`${name}.recent must be 20 at most, ${name}.earlierMost 40`);
  return [...faults, ...chanceFaults(name, accident)];
}

function absenceFaults(name: string, absence: AbsencePolicy): string[] {
  const { daysLeast, missesLeast, accident, gaps, silence, forgottenAfter } = absence;
  const faults = countFaults({
    [`${name}.missesLeast`]: missesLeast,
    [`${name}.silence`]: silence,
    [`${name}.forgottenAfter`]: forgottenAfter,
  });
  if (!Number.isInteger(daysLeast) || daysLeast < 2) faults.push(`${name}.daysLeast must be a whole number, 2 or more`);
  if (!(gaps >= 0)) faults.push(`${name}.gaps must be 0 or more`);
  return [...faults, ...chanceFaults(name, accident)];
}

function chanceFaults(name: string, accident: number): string[] {
  return accident > 0 && accident < 1 ? [] : [`${name}.accident must be above 0 and below 1`];
}

function countFaults(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts)
    .filter(([, value]) => !Number.isInteger(value) || value < 1)
    .map(([name]) => `${name} must be a whole number, 1 or more`);
}
