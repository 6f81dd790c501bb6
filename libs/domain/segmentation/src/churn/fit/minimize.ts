/** A function to minimise: its value at `point`, and its slope written to `gradient`. */
export type Slope = (point: Float64Array, gradient: Float64Array) => number;

/** Where a search goes. */
export interface Search {
  start: readonly number[];
  /** The search ends at once when a coordinate leaves these. */
  lower: readonly number[];
  upper: readonly number[];
  /** The largest slope that counts as flat; 1e-9 unless told. */
  flat?: number;
  /** What an earlier search learned of the curvature where this one starts. */
  inverse?: readonly Float64Array[];
}

/** Where a search ended. `bound`: a coordinate left its range. `exhausted`: the steps did not suffice. */
export interface Minimum {
  point: Float64Array;
  value: number;
  outcome: 'converged' | 'bound' | 'exhausted';
  /** The estimate of the inverse Hessian. */
  inverse: readonly Float64Array[];
}

const STEPS = 300;
/** Largest change of a coordinate in one step. */
const STRIDE = 2;
const FLAT = 1e-9;
/** Where rounding hides any further descent, a slope as small as this counts as flat. */
const NEARLY_FLAT = 1e-5;
const ROUNDING = 1e-15;
const ARMIJO = 1e-4;

/**
 * A local minimum by BFGS with a backtracking line search (Nocedal & Wright 2006, "Numerical Optimization", algorithms 3.1 and 6.1), for
 * values of the size of 1. With the slope known it takes some 20 evaluations where a simplex takes hundreds.
 */
export function minimize(slope: Slope, { start, lower, upper, flat = FLAT, inverse: learned }: Search): Minimum {
  const size = start.length;
  let point = Float64Array.from(start);
  let gradient = new Float64Array(size);
  let value = slope(point, gradient);
  let inverse = learned?.map((row) => row.slice()) ?? identity(size, 1 / Math.max(1, norm(gradient)));
  const end = (outcome: Minimum['outcome']): Minimum => ({ point, value, outcome, inverse });
  for (let step = 0; step < STEPS; step++) {
    if (norm(gradient) < flat) return end('converged');
    let direction = descent(inverse, gradient);
    if (dot(direction, gradient) >= 0) {
      inverse = identity(size, 1 / Math.max(1, norm(gradient)));
      direction = descent(inverse, gradient);
    }
    const next = searchLine(slope, { point, value, gradient, direction });
    if (!next) return end(norm(gradient) < NEARLY_FLAT ? 'converged' : 'exhausted');
    const moved = next.point.map((coordinate, i) => coordinate - point[i]!);
    const turned = next.gradient.map((coordinate, i) => coordinate - gradient[i]!);
    const settled = value - next.value <= ROUNDING * Math.abs(value) && norm(next.gradient) < NEARLY_FLAT;
    ({ point, value, gradient } = next);
    if (settled) return end('converged');
    if (point.some((coordinate, i) => coordinate < lower[i]! || coordinate > upper[i]!)) return end('bound');
    update(inverse, moved, turned, step === 0 && !learned);
  }
  return end('exhausted');
}

interface Place {
  point: Float64Array<ArrayBuffer>;
  value: number;
  gradient: Float64Array<ArrayBuffer>;
}

/** The first of ever shorter steps that descends enough; undefined when none does. */
function searchLine(slope: Slope, from: Place & { direction: Float64Array }): Place | undefined {
  const { point, value, gradient, direction } = from;
  const down = dot(direction, gradient);
  let length = Math.min(1, STRIDE / norm(direction));
  for (let tries = 0; tries < 40; tries++) {
    const next: Place = {
      point: point.map((coordinate, i) => coordinate + length * direction[i]!),
      value: 0,
      gradient: new Float64Array(point.length),
    };
    next.value = slope(next.point, next.gradient);
    if (next.value <= value + ARMIJO * length * down) return next;
    // The parabola through what is known has its lowest point here.
    const lowest = (-down * length * length) / (2 * (next.value - value - down * length));
    length = Number.isFinite(lowest) ? Math.min(0.5 * length, Math.max(0.1 * length, lowest)) : 0.1 * length;
  }
  return undefined;
}

/** The BFGS update of the inverse Hessian, where the curvature is positive. */
function update(inverse: Float64Array[], moved: Float64Array, turned: Float64Array, first: boolean): void {
  const curvature = dot(moved, turned);
  if (!(curvature > 1e-14 * norm(moved) * norm(turned))) return;
  if (first) {
    const scale = curvature / dot(turned, turned);
    inverse.forEach((row, i) => row.fill(0).fill(scale, i, i + 1));
  }
  const image = inverse.map((row) => dot(row, turned));
  const factor = (curvature + dot(turned, Float64Array.from(image))) / (curvature * curvature);
  inverse.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      row[j] = row[j]! + factor * moved[i]! * moved[j]! - (image[i]! * moved[j]! + moved[i]! * image[j]!) / curvature;
    }
  });
}

function identity(size: number, scale: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => new Float64Array(size).fill(scale, i, i + 1));
}

function descent(inverse: readonly Float64Array[], gradient: Float64Array): Float64Array {
  return Float64Array.from(inverse, (row) => -dot(row, gradient));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function norm(vector: Float64Array): number {
  let most = 0;
  for (const value of vector) if (!(Math.abs(value) <= most)) most = Math.abs(value);
  return most;
}
