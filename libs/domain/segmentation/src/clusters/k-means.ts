import type { Points } from './standardise.js';

/** A partition of points around `k` centres. */
export interface Partition {
  centres: Points;
  /** The index of each row's nearest centre (the first of several). */
  nearest: Uint32Array;
  /** Sum of the squared distances of the rows to their centres. */
  inertia: number;
}

/** How to look for a partition. */
export interface KMeansOptions {
  k: number;
  /** Numbers from 0 to below 1. */
  random: () => number;
  /** Starts, of which the best is kept, and steps of each at most. */
  starts: number;
  steps: number;
}

/**
 * k-means by Lloyd's algorithm from centres that k-means++ draws (Arthur & Vassilvitskii 2007): the best of several starts. A centre that
 * loses all its rows moves to the row that is farthest from its own. The same random numbers give the same partition.
 */
export function kMeans(points: Points, options: KMeansOptions): Partition {
  let best: Partition | undefined;
  for (let start = 0; start < options.starts; start++) {
    const partition = improve(points, drawCentres(points, options), options.steps);
    if (!best || partition.inertia < best.inertia) best = partition;
  }
  return best!;
}

/** Assigns each row to its nearest centre. */
export function assignRows(points: Points, centres: Points): Partition {
  const nearest = new Uint32Array(points.rows);
  let inertia = 0;
  for (let row = 0; row < points.rows; row++) {
    let least = Number.POSITIVE_INFINITY;
    for (let centre = 0; centre < centres.rows; centre++) {
      const distance = squaredDistance(points, row, centres, centre);
      if (distance < least) {
        least = distance;
        nearest[row] = centre;
      }
    }
    inertia += least;
  }
  return { centres, nearest, inertia };
}

/** The squared Euclidean distance of two rows. */
export function squaredDistance(points: Points, row: number, others: Points, other: number): number {
  const { columns } = points;
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    const difference = points.values[row * columns + column]! - others.values[other * columns + column]!;
    sum += difference * difference;
  }
  return sum;
}

function improve(points: Points, first: Points, steps: number): Partition {
  let partition = assignRows(points, first);
  for (let step = 0; step < steps; step++) {
    const next = assignRows(points, meansOf(points, partition));
    const settled = !(next.inertia < partition.inertia);
    partition = next;
    if (settled) break;
  }
  return partition;
}

function meansOf(points: Points, { centres, nearest }: Partition): Points {
  const { columns } = points;
  const values = new Float64Array(centres.rows * columns);
  const counts = new Uint32Array(centres.rows);
  for (let row = 0; row < points.rows; row++) {
    const centre = nearest[row]!;
    counts[centre]!++;
    for (let column = 0; column < columns; column++)
      values[centre * columns + column]! += points.values[row * columns + column]!;
  }
  for (let centre = 0; centre < centres.rows; centre++) {
    const lonely = counts[centre] === 0;
    const row = lonely ? farthestRow(points, centres, nearest) : 0;
    for (let column = 0; column < columns; column++) {
      const at = centre * columns + column;
      values[at] = lonely ? points.values[row * columns + column]! : values[at]! / counts[centre]!;
    }
  }
  return { values, rows: centres.rows, columns };
}

function farthestRow(points: Points, centres: Points, nearest: Uint32Array): number {
  let [farthest, most] = [0, -1];
  for (let row = 0; row < points.rows; row++) {
    const distance = squaredDistance(points, row, centres, nearest[row]!);
    if (distance > most) [farthest, most] = [row, distance];
  }
  return farthest;
}

/** k-means++: each further centre is a row drawn with a chance that grows with its squared distance to the nearest one so far. */
function drawCentres(points: Points, { k, random }: KMeansOptions): Points {
  const { columns, rows } = points;
  const centres: Points = { values: new Float64Array(k * columns), rows: k, columns };
  const distances = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor(random() * rows);
  for (let centre = 0; centre < k; centre++) {
    centres.values.set(points.values.subarray(chosen * columns, (chosen + 1) * columns), centre * columns);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      distances[row] = Math.min(distances[row]!, squaredDistance(points, row, centres, centre));
      sum += distances[row]!;
    }
    let left = random() * sum;
    chosen = 0;
    while (chosen < rows - 1 && left >= distances[chosen]!) left -= distances[chosen++]!;
  }
  return centres;
}
