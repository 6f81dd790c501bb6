import type { RepeatSpend } from './repeat-spend.js';

/**
 * Parameters of the Gamma-Gamma model of spend (Fader & Hardie 2013, brucehardie.com/notes/025): a purchase day's amount is Gamma(p, ν),
 * and ν is Gamma(q, γ) among customers; γ in the currency.
 */
export interface GammaGamma {
  p: number;
  q: number;
  gamma: number;
}

/**
 * The mean amount to expect of a purchase day: (γ + x·z̄) p / (px + q − 1), a weighing of the customer's own mean z̄ and the
 * population's, pγ/(q − 1). Who has no repeat day, or a mean that is not above 0, gets the population's. Needs q > 1.
 */
export function expectedSpend({ p, q, gamma }: GammaGamma, { x, mean }: RepeatSpend): number {
  const known = mean > 0 ? x : 0;
  return ((gamma + known * mean) * p) / (p * known + q - 1);
}
