/** The formulas of MBG/CNBD-k and Gamma-Gamma as they are published, written out without regard to speed. Specs compare with them. */

/** Parameters of the purchases, and of the spend. */
export interface PlainModel {
  k: number;
  r: number;
  alpha: number;
  a: number;
  b: number;
}

export interface PlainHistory {
  x: number;
  tx: number;
  t: number;
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(z) by Lanczos (g = 7, n = 9). */
export function lnGamma(z: number): number {
  if (z < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * z)) - lnGamma(1 - z);
  const sum = LANCZOS.reduce((total, term, i) => total + term / (z + i), 0.99999999999980993);
  const t = z - 1 + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(t) - t + Math.log(sum);
}

const lnBeta = (p: number, q: number) => lnGamma(p) + lnGamma(q) - lnGamma(p + q);

/** ln A(T): B(a, b+x+1)/B(a, b) · Σ_{j<k} s^j/j! · Γ(r+kx+j)/(α+T)^(r+kx+j). */
export function lnA({ k, r, alpha, a, b }: PlainModel, { x, tx }: PlainHistory, t: number): number {
  const s = t - tx;
  let sum = 0;
  const unit = lnGamma(r + k * x) - (r + k * x) * Math.log(alpha + t);
  for (let j = 0; j < k; j++) {
    const power = j === 0 ? 0 : j * Math.log(s);
    const term = power - lnGamma(j + 1) + lnGamma(r + k * x + j) - (r + k * x + j) * Math.log(alpha + t);
    sum += Math.exp(term - unit);
  }
  return lnBeta(a, b + x + 1) - lnBeta(a, b) + unit + Math.log(sum);
}

/** ln D: B(a+1, b+x)/B(a, b) · Γ(r+kx)/(α+t_x)^(r+kx). */
export function lnD({ k, r, alpha, a, b }: PlainModel, { x, tx }: PlainHistory): number {
  return lnBeta(a + 1, b + x) - lnBeta(a, b) + lnGamma(r + k * x) - (r + k * x) * Math.log(alpha + tx);
}

export function plainAlive(model: PlainModel, history: PlainHistory): number {
  return 1 / (1 + Math.exp(lnD(model, history) - lnA(model, history, history.t)));
}

/** c = 1 − q_H = (A(T) − A(T+H)) / (A(T) + D). */
export function plainChance(model: PlainModel, history: PlainHistory, horizon: number): number {
  const now = lnA(model, history, history.t);
  const then = lnA(model, history, history.t + horizon);
  return (1 - Math.exp(then - now)) / (1 + Math.exp(lnD(model, history) - now));
}

const losses = new Map<string, number>();

/** L over whole days of silence, day by day; kept, since many customers share a history. */
export function plainChanceLost(model: PlainModel, { x, tx, t }: PlainHistory): number {
  const key = JSON.stringify([model, x, tx, t]);
  const known = losses.get(key);
  if (known !== undefined) return known;
  let best = 0;
  for (let u = 0; u <= t - tx; u++) best = Math.max(best, plainChance(model, { x, tx, t: tx + u }, 30));
  const lost = 1 - plainChance(model, { x, tx, t }, 30) / best;
  losses.set(key, lost);
  return lost;
}

/** The H at which A(T+H)/A(T) = 1 − p. */
export function plainNextOrder(model: PlainModel, history: PlainHistory, p: number): number {
  const goal = lnA(model, history, history.t) + Math.log(1 - p);
  let [low, high] = [0, 1];
  while (lnA(model, history, history.t + high) > goal) high *= 2;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (lnA(model, history, history.t + middle) > goal) low = middle;
    else high = middle;
  }
  return high;
}

/** E[X(T, T+H)] at k = 1: the closed form of MBG/NBD (Batislam et al. 2007), with Gauss's series. */
export function plainExpected({ k, r, alpha, a, b }: PlainModel, { x, tx, t }: PlainHistory, horizon: number): number {
  if (k !== 1) throw new RangeError('the closed form is of k = 1');
  const series = gauss([r + x, b + x + 1, a + b + x], horizon / (alpha + t + horizon));
  const above = 1 - ((alpha + t) / (alpha + t + horizon)) ** (r + x) * series;
  const below = 1 + (a / (b + x)) * ((alpha + t) / (alpha + tx)) ** (r + x);
  return (((a + b + x) / (a - 1)) * above) / below;
}

/** ₂F₁(p, q; c; z) for 0 ≤ z < 1. */
function gauss([p, q, c]: readonly [number, number, number], z: number): number {
  let [term, sum] = [1, 1];
  for (let n = 0; n < 100_000 && term > 1e-17 * sum; n++) {
    term *= (((p + n) * (q + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
  }
  return sum;
}

/** The value of twelve months at k = 1, discounted at 10 % a year at the end of each. */
export function plainValue(
  model: PlainModel,
  history: PlainHistory,
  { spend, mean }: { spend: { p: number; q: number; gamma: number }; mean: number },
): number {
  const { p, q, gamma } = spend;
  const known = mean > 0 ? history.x : 0;
  const expected = ((gamma + known * mean) * p) / (p * known + q - 1);
  let [value, before] = [0, 0];
  for (let month = 1; month <= 12; month++) {
    const until = plainExpected(model, history, (365 / 12) * month);
    value += (until - before) * expected * 1.1 ** (-month / 12);
    before = until;
  }
  return value;
}
