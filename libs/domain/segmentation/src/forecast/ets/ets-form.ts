/** A form of exponential smoothing with additive errors: trend none, additive or damped; season none or additive. */
export interface EtsForm {
  trend: 'N' | 'A' | 'Ad';
  seasonal: boolean;
}

/** Smoothing of level, trend and season, 0 < beta < alpha, 0 < gamma < 1 − alpha, and how a trend is damped. */
export interface EtsParameters {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
}

/** The forms to choose from, the simplest first. */
export const ETS_FORMS: readonly EtsForm[] = [false, true].flatMap((seasonal) =>
  (['N', 'A', 'Ad'] as const).map((trend) => ({ trend, seasonal })),
);

/** `ETS(A,Ad,A)`: the usual name, error first. */
export function etsName({ trend, seasonal }: EtsForm): string {
  return `ETS(A,${trend},${seasonal ? 'A' : 'N'})`;
}

const EDGE = 1e-4;
const DAMPING = [0.8, 0.98] as const;

/** The parameters at a point of the unit box: within the usual region (Hyndman et al. 2008), and damping from 0.8 to 0.98 as R's `ets`. */
export function parametersAt(form: EtsForm, point: readonly number[]): EtsParameters {
  const share = (axis: number) => EDGE + (1 - 2 * EDGE) * point[axis]!;
  const alpha = share(0);
  const axes = { N: 1, A: 2, Ad: 3 }[form.trend];
  return {
    alpha,
    beta: form.trend === 'N' ? 0 : alpha * share(1),
    phi: form.trend === 'Ad' ? DAMPING[0] + (DAMPING[1] - DAMPING[0]) * point[2]! : 1,
    gamma: form.seasonal ? (1 - alpha) * share(axes) : 0,
  };
}

/** How many parameters a form smooths by. */
export function smoothingCount({ trend, seasonal }: EtsForm): number {
  return { N: 1, A: 2, Ad: 3 }[trend] + (seasonal ? 1 : 0);
}
