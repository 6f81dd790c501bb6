import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AIRLINE, OIL } from '../known-series.fixture.js';
import { ETS_FORMS, parametersAt, smoothingCount, type EtsForm } from './ets-form.js';
import { smooth, stateOf, stateSize } from './ets-state.js';
import { etsDemand, fitEts, fitEtsForm } from './fit-ets.js';
import { bestInitialState } from './initial-state.js';

const form = (trend: EtsForm['trend'], seasonal: boolean): EtsForm => ({ trend, seasonal });
const LOGS = AIRLINE.map(Math.log);
const values = fc.array(fc.integer({ min: -50, max: 500 }), { minLength: 14, maxLength: 40 });
const point = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
const anyForm = fc.constantFrom(...ETS_FORMS);
const SEASON = 4;

describe('exponential smoothing', () => {
  it('has the published smoothing and first level of oil production (documentation of statsmodels, "Simple Exponential Smoothing", fit3)', () => {
    const { parameters, logLikelihood } = fitEtsForm(OIL, form('N', false), 1);
    expect(parameters.alpha).toBeCloseTo(0.891998, 3);
    const [level] = bestInitialState(OIL, { form: form('N', false), season: 1, by: parameters });
    expect(level).toBeCloseTo(447.47844, 2);
    expect(logLikelihood).toBeCloseTo(-55.712227, 5);
  });

  it('reaches the likelihoods of statsmodels 0.15 (ETSModel) on airline passengers, or greater ones', () => {
    const reference: [readonly number[], EtsForm, number][] = [
      [AIRLINE, form('N', false), -710.393957],
      [AIRLINE, form('A', false), -754.096984],
      [AIRLINE, form('N', true), -586.041286],
      [AIRLINE, form('A', true), -564.983781],
      [LOGS, form('Ad', false), 118.832657],
      [LOGS, form('N', true), 266.379421],
      [LOGS, form('A', true), 272.111534],
      [LOGS, form('Ad', true), 267.38764],
    ];
    for (const [series, one, logLikelihood] of reference) {
      expect(fitEtsForm(series, one, one.seasonal ? 12 : 1).logLikelihood).toBeGreaterThan(logLikelihood - 1e-4);
    }
  });

  it('foretells airline passengers as statsmodels does, with its variances where errors have 144 degrees of freedom', () => {
    const outlook = etsDemand(fitEtsForm(AIRLINE, form('A', true), 12)).foretell(13);
    [451.5785, 427.25993, 464.70416].forEach((mean, i) => expect(Math.abs(outlook[i]!.mean - mean)).toBeLessThan(0.01));
    const scale = Math.sqrt((144 - 16) / 144);
    const sds = [0, 1, 11, 12].map((i) => outlook[i]!.sd * scale);
    [12.2381723, 12.62251927, 15.96823224, 20.12028089].forEach((sd, i) =>
      expect(Math.abs(sds[i]! - sd)).toBeLessThan(0.01),
    );
  });

  it('chooses the form by AICc: trend and season for airline passengers, neither for a level', () => {
    expect(fitEts(AIRLINE, 12).form).toEqual(form('A', true));
    const level = Array.from({ length: 60 }, (_, t) => 100 + ((t * 7919) % 13));
    expect(fitEts(level, 12).form).toEqual(form('N', false));
    expect(fitEts(AIRLINE, 52).form.seasonal).toBe(false);
  });

  it('begins where no other first state leaves less error', () => {
    const nudges = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(values, anyForm, point, nudges, (series, one, at, nudge) => {
        const by = parametersAt(one, at);
        const best = bestInitialState(series, { form: one, season: SEASON, by });
        const sse = (x: ArrayLike<number>) =>
          smooth(series, stateOf(one, SEASON, x), by).reduce((sum, error) => sum + error ** 2, 0);
        const least = sse(best);
        expect(sse(best.map((x, i) => x + nudge[i]!))).toBeGreaterThanOrEqual(least - 1e-6 * (1 + least));
        expect(best).toHaveLength(stateSize(one, SEASON));
      }),
    );
  });

  it('widens by what one error moves the periods after it', () => {
    fc.assert(
      fc.property(values, anyForm, (series, one) => {
        const fit = fitEtsForm(series, one, SEASON);
        const horizon = 9;
        const outlook = etsDemand(fit).foretell(horizon);
        // Means after one more value, with an error of 1 and with none.
        const after = (error: number) => {
          const state = { ...fit.state, offsets: rotate(fit.state.offsets, fit.next) };
          smooth([outlook[0]!.mean + error], state, fit.parameters);
          const next = { ...fit, state: { ...state, offsets: rotate(state.offsets, 1) }, next: 0 };
          return etsDemand(next).foretell(horizon - 1);
        };
        const [moved, still] = [after(1), after(0)];
        let variance = 1;
        outlook.forEach(({ sd, mean }, i) => {
          if (i > 0) {
            variance += (moved[i - 1]!.mean - still[i - 1]!.mean) ** 2;
            expect(Math.abs(still[i - 1]!.mean - mean)).toBeLessThan(1e-6 * (1 + Math.abs(mean)));
          }
          expect(Math.abs(sd - fit.sigma * Math.sqrt(variance))).toBeLessThan(1e-6 * (1 + sd));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('searches no parameter that a form has not', () => {
    expect(ETS_FORMS.map(smoothingCount)).toEqual([1, 2, 3, 2, 3, 4]);
    const by = parametersAt(form('N', false), [0.5]);
    expect(by).toMatchObject({ beta: 0, gamma: 0, phi: 1 });
    expect(parametersAt(form('Ad', true), [1, 1, 1, 1])).toMatchObject({ phi: 0.98 });
  });
});

function rotate(offsets: Float64Array, by: number): Float64Array {
  return offsets.map((_, i) => offsets[(i + by) % offsets.length]!);
}
