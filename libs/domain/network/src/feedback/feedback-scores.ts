/** How often each score was given. */
export type ScoreCounts = ReadonlyMap<number, number>;

/** A figure in percent, and the answers that it stands on; null without any. */
export interface ScoreFigure {
  readonly value: number | null;
  readonly n: number;
}

const PROMOTER = 9;
const DETRACTOR = 6;
const SATISFIED = 4;

/** Net Promoter Score (Reichheld 2003): % of 9–10 minus % of 0–6, from −100 to 100. */
export function netPromoterScore(counts: ScoreCounts): ScoreFigure {
  const promoters = answersIn(counts, (score) => score >= PROMOTER);
  const detractors = answersIn(counts, (score) => score <= DETRACTOR);
  return percentOf(promoters - detractors, answersIn(counts));
}

/** Customer satisfaction: % of answers that are 4 or 5 of 5, from 0 to 100. */
export function customerSatisfaction(counts: ScoreCounts): ScoreFigure {
  return percentOf(
    answersIn(counts, (score) => score >= SATISFIED),
    answersIn(counts),
  );
}

/** The mean of scores, on their own scale. */
export function meanScore(counts: ScoreCounts): ScoreFigure {
  const n = answersIn(counts);
  const sum = [...counts].reduce((total, [score, times]) => total + score * times, 0);
  return { value: n === 0 ? null : sum / n, n };
}

function answersIn(counts: ScoreCounts, wanted: (score: number) => boolean = () => true): number {
  return [...counts].reduce((total, [score, times]) => total + (wanted(score) ? times : 0), 0);
}

function percentOf(part: number, n: number): ScoreFigure {
  return { value: n === 0 ? null : (100 * part) / n, n };
}
