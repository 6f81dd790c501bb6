/** How many of how many. */
export interface Proportion {
  readonly successes: number;
  readonly of: number;
}

/** An estimate with the ends of its confidence interval. */
export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The 97.5 % quantile of the standard normal distribution: two-sided 95 %. */
const Z_95 = 1.959963984540054;

/** Wilson's score interval (95 % unless told) of a share: E. B. Wilson, JASA 22 (1927) 209–212; without continuity correction. */
export function wilsonInterval({ successes, of }: Proportion, z = Z_95): Interval {
  const share = successes / of;
  const spread = z * Math.sqrt(z * z + 4 * successes * (1 - share));
  const [middle, width] = [2 * successes + z * z, 2 * (of + z * z)];
  return {
    estimate: share,
    lower: successes === 0 ? 0 : (middle - spread) / width,
    upper: successes === of ? 1 : (middle + spread) / width,
  };
}

/**
 * The difference of two independent shares, a − b, with its hybrid score interval: method 10 of R. G. Newcombe, "Interval
 * estimation for the difference between independent proportions", Statistics in Medicine 17 (1998) 873–890.
 */
export function compareShares(a: Proportion, b: Proportion, z = Z_95): Interval {
  const [one, two] = [wilsonInterval(a, z), wilsonInterval(b, z)];
  const estimate = one.estimate - two.estimate;
  return {
    estimate,
    lower: estimate - Math.hypot(one.estimate - one.lower, two.upper - two.estimate),
    upper: estimate + Math.hypot(one.upper - one.estimate, two.estimate - two.lower),
  };
}
