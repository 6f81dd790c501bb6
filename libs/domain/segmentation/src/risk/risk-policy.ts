/** How likely a customer is lost, from best to worst. */
export type Risk = 'healthy' | 'watch' | 'at-risk' | 'lost';
/** A risk that silence leads to. */
export type RiskBand = Exclude<Risk, 'healthy'>;

/** A band begins when the silence has lasted `overdue` typical gaps and `silence` days, both. */
export interface BandThreshold {
  overdue: number;
  silence: number;
}

/** The thresholds of the risk bands, judged by the typical gap (the fallback without a model of purchases). */
export interface RiskPolicy {
  bands: Record<RiskBand, BandThreshold>;
  /** Days of silence at which a customer is lost, whatever the gaps say. */
  lostAfter: number;
  /** Days since the tenant's first day in which only customers with `youngTenantPurchaseDays` are judged and nobody is alerted. */
  youngTenantDays: number;
  youngTenantPurchaseDays: number;
}

export const DEFAULT_RISK_POLICY: RiskPolicy = {
  bands: {
    watch: { overdue: 2, silence: 14 },
    'at-risk': { overdue: 3, silence: 30 },
    lost: { overdue: 6, silence: 120 },
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
    if (!(band.overdue > 0)) faults.push(`bands.${name}.overdue must be above 0`);
    if (!isCount(band.silence, 1)) faults.push(`bands.${name}.silence must be a whole number of days, 1 or more`);
  }
  if (watch.overdue > atRisk.overdue || atRisk.overdue > lost.overdue)
    faults.push('overdue must not fall from watch to lost');
  if (watch.silence > atRisk.silence || atRisk.silence > lost.silence)
    faults.push('silence must not fall from watch to lost');
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
