/** A series without its season, and the season's indices by position (t mod season). */
export interface Deseasonalised {
  values: number[];
  kind: 'none' | 'additive' | 'multiplicative';
  /** Factors with mean 1, or offsets with mean 0. */
  indices: readonly number[];
}

/** The 95th percentile of the normal distribution: a test of 90 % on both sides. */
const SIGNIFICANT = 1.6448536269514722;

/**
 * Takes the season out by the classical decomposition where the autocorrelation at the season's lag says at 90 % that there is one, as
 * in the M3 competition (Assimakopoulos & Nikolopoulos 2000). Factors where all values are above 0, else offsets.
 */
export function deseasonalise(values: readonly number[], season: number): Deseasonalised {
  if (season < 2 || values.length < 2 * season || !isSeasonal(values, season)) {
    return { values: [...values], kind: 'none', indices: [] };
  }
  const kind = values.every((value) => value > 0) ? 'multiplicative' : 'additive';
  const sums = new Array<number>(season).fill(0);
  const counts = new Array<number>(season).fill(0);
  const half = Math.floor(season / 2);
  for (let t = half; t + half < values.length; t++) {
    const middle = centredMean(values, t, season);
    sums[t % season]! += kind === 'additive' ? values[t]! - middle : values[t]! / middle;
    counts[t % season]! += 1;
  }
  const raw = sums.map((sum, position) => sum / counts[position]!);
  const mean = raw.reduce((sum, index) => sum + index, 0) / season;
  const indices = raw.map((index) => (kind === 'additive' ? index - mean : index / mean));
  const plain = values.map((value, t) => {
    return kind === 'additive' ? value - indices[t % season]! : value / indices[t % season]!;
  });
  return { values: plain, kind, indices };
}

/** The moving mean of a season around t, the two ends by half where the season is even. */
function centredMean(values: readonly number[], t: number, season: number): number {
  const half = Math.floor(season / 2);
  let sum = 0;
  for (let i = t - half; i <= t + half; i++) sum += values[i]!;
  if (season % 2 === 0) sum -= (values[t - half]! + values[t + half]!) / 2;
  return sum / season;
}

/** Whether the autocorrelation at the season's lag is beyond Bartlett's limit. */
function isSeasonal(values: readonly number[], season: number): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const total = centred.reduce((sum, value) => sum + value * value, 0);
  if (total === 0) return false;
  const correlation = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < centred.length; t++) sum += centred[t]! * centred[t - lag]!;
    return sum / total;
  };
  let squares = 0;
  for (let lag = 1; lag < season; lag++) squares += correlation(lag) ** 2;
  return Math.abs(correlation(season)) > SIGNIFICANT * Math.sqrt((1 + 2 * squares) / values.length);
}
