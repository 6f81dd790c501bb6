import { CLUSTER_FEATURES, type FeatureValues } from './cluster-features.js';

/** Rows of equally many numbers, one after the other. */
export interface Points {
  values: Float64Array;
  rows: number;
  columns: number;
}

/** Mean and spread of each feature after its logarithm, in the order of `CLUSTER_FEATURES`. */
export interface FeatureScale {
  means: readonly number[];
  /** Standard deviations; 1 for a feature that is the same for all. */
  deviations: readonly number[];
}

/** The scale on which customers have mean 0 and deviation 1 in each feature. */
export function scaleOf(customers: readonly FeatureValues[]): FeatureScale {
  const means: number[] = [];
  const deviations: number[] = [];
  for (const feature of CLUSTER_FEATURES) {
    let [count, mean, squares] = [0, 0, 0];
    // Welford's update, which loses no digits when values are large and alike.
    for (const values of customers) {
      const value = values[feature];
      if (value === null) continue;
      const delta = signedLog(value) - mean;
      mean += delta / ++count;
      squares += delta * (signedLog(value) - mean);
    }
    const deviation = Math.sqrt(squares / Math.max(1, count));
    means.push(mean);
    deviations.push(deviation > 1e-9 ? deviation : 1);
  }
  return { means, deviations };
}

/** Customers on a scale, one row each; what is not known is average. */
export function standardise(customers: readonly FeatureValues[], { means, deviations }: FeatureScale): Points {
  const columns = CLUSTER_FEATURES.length;
  const values = new Float64Array(customers.length * columns);
  customers.forEach((customer, row) => {
    CLUSTER_FEATURES.forEach((feature, column) => {
      const value = customer[feature];
      values[row * columns + column] = value === null ? 0 : (signedLog(value) - means[column]!) / deviations[column]!;
    });
  });
  return { values, rows: customers.length, columns };
}

/** The value that a standardised one stands for. */
export function unscale(value: number, column: number, { means, deviations }: FeatureScale): number {
  const logarithm = value * deviations[column]! + means[column]!;
  return Math.sign(logarithm) * Math.expm1(Math.abs(logarithm));
}

/** ln(1 + |v|) with the sign of v: amounts and counts are spread over orders of magnitude, and a net amount may be negative. */
function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}
