const [REFLECT, EXPAND, CONTRACT, SHRINK] = [1, 2, 0.5, 0.5];
const FIRST_STEP = 0.2;
const SETTLED = 1e-9;

interface Corner {
  point: number[];
  value: number;
}

/**
 * A local minimum of a function over the unit box by the simplex of Nelder & Mead (1965), whose corners stay in the box. For a few
 * coordinates and functions without a slope. Ends when the corners agree to 1e-9, or after `evaluations`.
 */
export function minimizeInBox(
  cost: (point: readonly number[]) => number,
  start: readonly number[],
  evaluations = 300,
): Corner {
  if (start.length === 0) return { point: [], value: cost([]) };
  let left = evaluations;
  const cornerAt = (point: readonly number[]): Corner => {
    left -= 1;
    const inside = point.map((coordinate) => Math.min(1, Math.max(0, coordinate)));
    const value = cost(inside);
    return { point: inside, value: Number.isNaN(value) ? Infinity : value };
  };
  const corners = [cornerAt(start)];
  start.forEach((coordinate, axis) => {
    const step = coordinate + FIRST_STEP > 1 ? -FIRST_STEP : FIRST_STEP;
    corners.push(cornerAt(start.map((value, i) => (i === axis ? value + step : value))));
  });
  for (;;) {
    corners.sort((one, other) => one.value - other.value);
    const [best, worst] = [corners[0]!, corners.at(-1)!];
    if (left <= 0 || isSettled(corners)) return best;
    const middle = start.map((_, axis) => {
      return corners.slice(0, -1).reduce((sum, { point }) => sum + point[axis]!, 0) / start.length;
    });
    const along = (length: number) => cornerAt(middle.map((at, axis) => at + length * (at - worst.point[axis]!)));
    let next = along(REFLECT);
    if (next.value < best.value) {
      const further = along(EXPAND);
      if (further.value < next.value) next = further;
    } else if (next.value >= corners.at(-2)!.value) {
      next = along(next.value < worst.value ? CONTRACT : -CONTRACT);
    }
    if (next.value < worst.value) corners[corners.length - 1] = next;
    else {
      for (let i = 1; i < corners.length; i++) {
        const { point } = corners[i]!;
        corners[i] = cornerAt(point.map((at, axis) => best.point[axis]! + SHRINK * (at - best.point[axis]!)));
      }
    }
  }
}

function isSettled(corners: readonly Corner[]): boolean {
  const [best, worst] = [corners[0]!, corners.at(-1)!];
  if (!Number.isFinite(best.value)) return best.value === worst.value;
  if (worst.value - best.value > SETTLED * (1 + Math.abs(best.value))) return false;
  return corners.every(({ point }) => point.every((at, axis) => Math.abs(at - best.point[axis]!) < 1e-4));
}
