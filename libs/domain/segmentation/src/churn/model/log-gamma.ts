/** From here on the asymptotic series below are exact to the last digits of a double. */
const SERIES_FROM = 8;

/** ln Γ(x) for x > 0, by Stirling's series after shifting x up (Abramowitz & Stegun 6.1.15, 6.1.41); to about 1e-14. */
export function logGamma(x: number): number {
  let product = 1;
  for (; x < SERIES_FROM; x++) product *= x;
  const square = 1 / (x * x);
  const series =
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360_360))))) /
    x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** ψ(x), the derivative of ln Γ, for x > 0, by its asymptotic series after shifting x up (Abramowitz & Stegun 6.3.5, 6.3.18). */
export function digamma(x: number): number {
  let shift = 0;
  for (; x < SERIES_FROM; x++) shift += 1 / x;
  const square = 1 / (x * x);
  const series =
    square *
    (1 / 12 -
      square *
        (1 / 120 -
          square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - square * (691 / 32_760 - square / 12))))));
  return Math.log(x) - 0.5 / x - series - shift;
}
