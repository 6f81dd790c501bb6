import { areaUnderCurve, rankCorrelation, ranksOf } from './rank-figures.js';

/** What was foretold of customers for a window, and what came, customer by customer. */
export interface Forecast {
  /** The chance of no order in the window. */
  noOrder: readonly number[];
  /** Purchase days expected in the window. */
  purchases: readonly number[];
  /** Purchase days that came. */
  came: readonly number[];
}

/** How good a forecast was. */
export interface ForecastScores {
  /** Mean square of (chance of no order − whether none came); less is better. */
  brier: number;
  /** Of "no order" by its chance. */
  auc: number;
  /** Mean chance of no order − share without an order. */
  bias: number;
  /** Mean absolute error of the purchase days, and their rank correlation with those that came. */
  purchasesError: number;
  purchasesRankCorrelation: number;
}

/** A tenth of the customers by their chance of no order: a calibration plot has a point for each. */
export interface CalibrationPoint {
  customers: number;
  foretold: number;
  came: number;
}

const TENTHS = 10;

/** The figures of a forecast; NaN where there is nobody to compare. */
export function scoreForecast({ noOrder, purchases, came }: Forecast): ForecastScores {
  const silent = came.map((count) => count === 0);
  const share = meanOf(silent.map(Number));
  return {
    brier: meanOf(noOrder.map((chance, i) => (chance - Number(silent[i])) ** 2)),
    auc: areaUnderCurve(noOrder, silent),
    bias: meanOf(noOrder) - share,
    purchasesError: meanOf(purchases.map((count, i) => Math.abs(count - came[i]!))),
    purchasesRankCorrelation: rankCorrelation(purchases, came),
  };
}

/** The customers in tenths by their chance of no order, ties together: the mean chance beside the share without an order. */
export function calibrationOf({ noOrder, came }: Pick<Forecast, 'noOrder' | 'came'>): CalibrationPoint[] {
  const points = Array.from({ length: TENTHS }, () => ({ customers: 0, foretold: 0, came: 0 }));
  ranksOf(noOrder).forEach((rank, i) => {
    const point = points[Math.min(TENTHS - 1, Math.floor(((rank - 0.5) * TENTHS) / noOrder.length))]!;
    point.customers++;
    point.foretold += noOrder[i]!;
    point.came += Number(came[i] === 0);
  });
  return points
    .filter(({ customers }) => customers > 0)
    .map(({ customers, ...sums }) => ({
      customers,
      foretold: sums.foretold / customers,
      came: sums.came / customers,
    }));
}

/** The mean; NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
