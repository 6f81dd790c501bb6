/** Uniform numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** A draw of Gamma(shape, rate 1), by Marsaglia & Tsang (2000, "A simple method for generating gamma variables"). */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(random);
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A draw of Beta(a, b). */
export function drawBeta(a: number, b: number, random: Random): number {
  const one = drawGamma(a, random);
  return one / (one + drawGamma(b, random));
}

/** A standard normal draw, by Box & Muller (1958). */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
