import { AMOUNT_DECIMALS, AmountError, parseAmount, type Amount } from '@orderweave/domain-ordering';
import type { Cut, ShareCuts } from './band-thresholds.js';

/** How a month's tiers are cut: by the share of customers (`rank`) or of money (`revenue`) strictly ahead. */
export type TierPolicy =
  | { preset: 'rank-20-60-20' }
  | { preset: 'revenue-80-15-5' }
  | {
      preset: 'custom';
      basis: 'rank' | 'revenue';
      /** Share ahead below which a customer is in A, and in A or B; 0 leaves a tier empty. */
      cuts: [number, number];
      /** Decimal amounts that A and B ask for at least; who misses one goes one tier down. */
      minimumAmounts?: { A?: string; B?: string };
    };

/** A policy with its preset spelled out and its decimals parsed, so that comparing is exact. */
export interface ResolvedTierPolicy extends ShareCuts {
  cuts: readonly [Cut, Cut];
  minimums: { A: Amount; B: Amount };
}

const DENOMINATOR = 10n ** BigInt(AMOUNT_DECIMALS);

/** The exact meaning of a policy; throws `RangeError` that lists every fault of an invalid one. */
export function resolveTierPolicy(policy: TierPolicy): ResolvedTierPolicy {
  const faults = validateTierPolicy(policy);
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  const none = { A: 0n, B: 0n };
  if (policy.preset === 'rank-20-60-20') return { basis: 'rank', cuts: [cutOf(0.2), cutOf(0.8)], minimums: none };
  if (policy.preset === 'revenue-80-15-5') return { basis: 'revenue', cuts: [cutOf(0.8), cutOf(0.95)], minimums: none };
  const { A = '0', B = '0' } = policy.minimumAmounts ?? {};
  return {
    basis: policy.basis,
    cuts: [cutOf(policy.cuts[0]), cutOf(policy.cuts[1])],
    minimums: { A: parseAmount(A), B: parseAmount(B) },
  };
}

/** The least amounts of A and of B with the policy's minimum amounts: who misses A's is in B, who misses B's is in C. */
export function withMinimums(
  [a, b]: readonly Amount[],
  { minimums }: ResolvedTierPolicy,
): readonly [A: Amount, B: Amount] {
  const A = greater(a!, minimums.A);
  const B = greater(b!, minimums.B);
  return [A, A < B ? A : B];
}

/** Every fault of a policy as a sentence; empty for a valid one. Accepts unchecked input. */
export function validateTierPolicy(policy: TierPolicy): string[] {
  if (policy.preset === 'rank-20-60-20' || policy.preset === 'revenue-80-15-5') return [];
  if (policy.preset !== 'custom') return ['preset must be rank-20-60-20, revenue-80-15-5 or custom'];
  const faults: string[] = [];
  if (policy.basis !== 'rank' && policy.basis !== 'revenue') faults.push('basis must be rank or revenue');
  faults.push(...cutFaults(policy.cuts), ...minimumFaults(policy.minimumAmounts ?? {}));
  return faults;
}

/** The faults of two rising shares. */
export function cutFaults(cuts: unknown): string[] {
  if (!Array.isArray(cuts) || cuts.length !== 2) return ['cuts must be two shares, such as [0.2, 0.8]'];
  const faults = cuts.flatMap((cut: unknown, index) =>
    typeof cut === 'number' && cut >= 0 && cut <= 1 && amountOrNull(cut) !== null
      ? []
      : [`cuts[${index}] must be a share from 0 to 1 with at most ${AMOUNT_DECIMALS} decimals`],
  );
  if (faults.length === 0 && Number(cuts[0]) > Number(cuts[1])) faults.push('cuts[0] must not exceed cuts[1]');
  return faults;
}

function minimumFaults(minimums: { A?: string; B?: string }): string[] {
  const faults = (['A', 'B'] as const).flatMap((tier) => {
    const text = minimums[tier];
    if (text === undefined) return [];
    const amount = typeof text === 'string' ? amountOrNull(text) : null;
    return amount !== null && amount >= 0n ? [] : [`minimumAmounts.${tier} must be a decimal amount of 0 or more`];
  });
  const { A, B } = minimums;
  if (faults.length > 0 || A === undefined || B === undefined || parseAmount(A) >= parseAmount(B)) return faults;
  return ['minimumAmounts.A must not be less than minimumAmounts.B'];
}

function greater(a: Amount, b: Amount): Amount {
  return a > b ? a : b;
}

function amountOrNull(value: string | number): Amount | null {
  try {
    return parseAmount(value);
  } catch (error) {
    if (error instanceof AmountError) return null;
    throw error;
  }
}

/** The exact fraction of a share with at most 12 decimals. */
export function cutOf(share: number): Cut {
  return { numerator: parseAmount(share), denominator: DENOMINATOR };
}
