import type { Interval } from './compare-shares.js';
import { studentQuantile } from './student-quantile.js';

/** A sample by its moments. */
export interface SampleMoments {
  readonly count: number;
  readonly mean: number;
  /** With n − 1 in the denominator. */
  readonly variance: number;
}

/**
 * The difference of two means, a − b, with its 95 % confidence interval by Welch's t for unequal variances: B. L. Welch,
 * "The generalization of Student's problem when several different population variances are involved", Biometrika 34 (1947)
 * 28–35. Undefined where the samples do not vary, or have fewer than two values.
 */
export function compareMeans(a: SampleMoments, b: SampleMoments, confidence = 0.95): Interval | undefined {
  if (a.count < 2 || b.count < 2) return undefined;
  const [one, two] = [a.variance / a.count, b.variance / b.count];
  if (!(one + two > 0)) return undefined;
  const degrees = (one + two) ** 2 / (one ** 2 / (a.count - 1) + two ** 2 / (b.count - 1));
  const estimate = a.mean - b.mean;
  const reach = studentQuantile((1 + confidence) / 2, degrees) * Math.sqrt(one + two);
  return { estimate, lower: estimate - reach, upper: estimate + reach };
}
