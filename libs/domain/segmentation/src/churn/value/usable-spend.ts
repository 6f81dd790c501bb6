import type { GammaGammaFit } from './fit-gamma-gamma.js';
import type { GammaGamma } from './gamma-gamma.js';

/**
 * The parameters that tell what a purchase day brings, or null where a fit is not to be used: the population's mean pγ/(q − 1), which every
 * customer's is drawn towards, is there for q > 1 only. A fit that ran to a bound is used: its means hold all the same.
 */
export function usableSpend(fit: Pick<GammaGammaFit, 'parameters' | 'hasMean'> | null | undefined): GammaGamma | null {
  return fit?.hasMean === true ? fit.parameters : null;
}
