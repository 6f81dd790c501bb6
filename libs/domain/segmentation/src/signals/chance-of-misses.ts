/**
 * The chance that the next `misses` occasions all pass without a thing that was there on `hits` of `hits + others` occasions before, when every
 * true share of occasions was as likely as any other to begin with: the posterior predictive of a beta-binomial with a uniform
 * prior (Gelman et al., "Bayesian Data Analysis", ch. 2), Π (others + 1 + i) / (hits + others + 2 + i).
 */
export function chanceOfMisses(misses: number, hits: number, others: number): number {
  let chance = 1;
  for (let index = 0; index < misses; index++) chance *= (others + 1 + index) / (hits + others + 2 + index);
  return chance;
}

/**
 * The chance that `recentReturns` or more of all returns fall on the latest orders when each order is as likely to be returned:
 * the upper tail of the hypergeometric distribution (Fisher's exact test, one-sided).
 */
export function chanceOfReturns(
  recentReturns: number,
  recent: number,
  earlierReturns: number,
  earlier: number,
): number {
  const returns = recentReturns + earlierReturns;
  let chance = 0;
  for (let count = recentReturns; count <= Math.min(recent, returns); count++) {
    chance += (choose(recent, count) * choose(earlier, returns - count)) / choose(recent + earlier, returns);
  }
  return chance;
}

function choose(from: number, count: number): number {
  if (count > from) return 0;
  let ways = 1;
  for (let index = 1; index <= count; index++) ways = (ways * (from - count + index)) / index;
  return Math.round(ways);
}
