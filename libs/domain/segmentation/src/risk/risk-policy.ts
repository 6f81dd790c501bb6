/** How likely a customer is lost, from best to worst. */
export type Risk = 'healthy' | 'watch' | 'at-risk' | 'lost';
/** A risk that silence leads to. */
export type RiskBand = Exclude<Risk, 'healthy'>;

/**
 * A band asks for `silence` days, and with a model of purchases that no order comes in the next 30 days with probability `q30` at least and that
 * `chanceLost` of the best chance since the last order is gone; without one for a silence of `overdue` typical gaps.
 */
export interface BandThreshold {
  /** From 0 to 1. */
  q30: number;
  /** L, above 0, below 1. */
  chanceLost: number;
  /** Whole days. */
  silence: number;
  overdue: number;
}

/** The thresholds of the risk bands. */
export interface RiskPolicy {
  bands: Record<RiskBand, BandThreshold>;
  /** Days of silence at which a customer is lost, whatever else says. */
  lostAfter: number;
  /** Days since the tenant's first day in which, without a model, only customers with `youngTenantPurchaseDays` are judged and nobody is alerted. */
  youngTenantDays: number;
  youngTenantPurchaseDays: number;
}

export const DEFAULT_RISK_POLICY: RiskPolicy = {
  bands: {
    watch: { q30: 0.5, chanceLost: 0.3, silence: 14, overdue: 2 },
    'at-risk': { q30: 0.7, chanceLost: 0.5, silence: 30, overdue: 3 },
    lost: { q30: 0.8, chanceLost: 0.6, silence: 120, overdue: 6 },
  },
  lostAfter: 365,
  youngTenantDays: 90,
  youngTenantPurchaseDays: 3,
};

/** Every fault of a policy as a sentence; empty for a valid one. */
export function validateRiskPolicy(policy: RiskPolicy): string[] {
  const faults: string[] = [];
  const { watch, 'at-risk': atRisk, lost } = policy.bands;
  for (const [name, band] of Object.entries(policy.bands)) {
    if (!(band.q30 >= 0 && band.q30 <= 1)) faults.push(`bands.${name}.q30 must be from 0 to 1`);
    if (!(band.chanceLost > 0 && band.chanceLost < 1))
      faults.push(`bands.${name}.chanceLost must be above 0 and below 1`);
    if (!(band.overdue > 0)) faults.push(`bands.${name}.overdue must be above 0`);
    if (!isCount(band.silence, 1)) faults.push(`bands.${name}.silence must be a whole number of days, 1 or more`);
  }
  for (const measure of ['q30', 'chanceLost', 'overdue', 'silence'] as const) {
    if (watch[measure] > atRisk[measure] || atRisk[measure] > lost[measure])
      faults.push(`${measure} must not fall from watch to lost`);
  }
  if (!isCount(policy.lostAfter, lost.silence))
    faults.push('lostAfter must be whole days, not below bands.lost.silence');
  if (!isCount(policy.youngTenantDays, 0)) faults.push('youngTenantDays must be whole days, 0 or more');
  if (!isCount(policy.youngTenantPurchaseDays, 1))
    faults.push('youngTenantPurchaseDays must be a whole number, 1 or more');
  return faults;
}

function isCount(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least;
}
