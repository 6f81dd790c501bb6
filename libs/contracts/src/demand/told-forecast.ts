import Type, { type Static } from 'typebox';
import { DayText, DecimalText } from '../scalars.js';

/** Seasonal naive: as a season ago. ETS: exponential smoothing. Theta: the winner of the M3 competition. */
export const DemandMethod = Type.Enum(['seasonal-naive', 'ets', 'theta']);
export type DemandMethod = Static<typeof DemandMethod>;

const Interval = Type.Object({ low: DecimalText, high: DecimalText });

const ForetoldPeriod = Type.Object(
  { from: DayText, to: DayText, mean: DecimalText, interval80: Interval, interval95: Interval },
  { description: 'Values are estimates, decimal text of two digits; `to` is the last local day' },
);

const MethodScores = Type.Object({
  method: DemandMethod,
  mae: Type.Number({ description: 'Mean absolute error' }),
  mase: Type.Union([Type.Number(), Type.Null()], { description: 'Hyndman & Koehler 2006; null without a scale' }),
  coverage80: Type.Number({ description: 'Share within the interval before widening' }),
  coverage95: Type.Number(),
  spread: Type.Number(),
});

const Backtest = Type.Object({
  origins: Type.Integer({ description: 'Rolling origins' }),
  horizon: Type.Integer({ description: 'Periods foretold from each' }),
  compared: Type.Integer({ description: 'Pairs compared' }),
  scores: Type.Array(MethodScores),
});

/** A forecast with the backtest that chose its method (by the least mean absolute error), in the words of the API. */
export const ToldForecast = Type.Object({
  method: DemandMethod,
  form: Type.String({ examples: ['ETS(A,Ad,A)'] }),
  season: Type.Integer({
    description: 'Periods of the season that was looked for; 1: the series is too short for one',
  }),
  widening: Type.Number({
    description: "How much wider the intervals are than the method's own, by what the backtest missed",
  }),
  periods: Type.Array(ForetoldPeriod),
  backtest: Type.Union([Backtest, Type.Null()], { description: 'Null where the series is too short' }),
});
export type ToldForecast = Static<typeof ToldForecast>;
