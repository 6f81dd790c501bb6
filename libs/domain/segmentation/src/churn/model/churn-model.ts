/** Phases of a gap between purchase days: 1 for a memoryless one, more for regular customers. */
export type ErlangOrder = 1 | 2 | 3 | 4;

/** The orders that are tried. */
export const ERLANG_ORDERS: readonly ErlangOrder[] = [1, 2, 3, 4];

/**
 * Parameters of MBG/CNBD-k (Platzer & Reutterer 2016, "Ticking away the moments"; Reutterer, Platzer & Schröder 2021; k = 1 is MBG/NBD,
 * Batislam, Denizel & Filiztekin 2007): while a customer is alive, gaps between purchase days are Erlang-k of a rate that is Gamma(r, α)
 * among customers, α in days; after each purchase, the first included, the customer leaves with a probability that is Beta(a, b).
 */
export interface ChurnParameters {
  k: ErlangOrder;
  r: number;
  alpha: number;
  a: number;
  b: number;
}

/** Parameters in use, and the version of the fit that they come from. */
export interface ChurnModel extends ChurnParameters {
  version: number;
}
