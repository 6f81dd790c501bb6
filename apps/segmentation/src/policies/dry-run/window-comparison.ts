import { parseAmount, type Amount } from '@orderweave/domain-ordering';
import { resolveRfmGroups, SCORE_CUT, valueCut, type RfmScore, type ValueBand } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import { figuresOf, measuresOf, type FiguresRow } from '../../windows/customer-window.store.js';
import type { SegmentationPolicy } from '../segmentation-policy.js';
import { ChangeTally } from './change-tally.js';
import { CUT_SOURCES, findCuts } from './find-cuts.js';

type Band = (amount: Amount) => ValueBand | null;
type Score = (amount: Amount) => RfmScore;

/** What is looked up of the customers' figures. */
interface WindowCuts {
  readonly bands: { readonly inForce: Band; readonly tried: Band };
  readonly scores: { readonly r: Score; readonly f: Score; readonly m: Score };
}

/** What another policy makes of value bands and RFM groups; both must look back on the same days. */
export class WindowComparison {
  readonly bands = new ChangeTally();
  readonly groups = new ChangeTally();
  transitions = 0;
  private readonly groupsOf;

  private constructor(
    private readonly cuts: WindowCuts,
    inForce: SegmentationPolicy,
    tried: SegmentationPolicy,
  ) {
    this.groupsOf = { inForce: resolveRfmGroups(inForce.rfm), tried: resolveRfmGroups(tried.rfm) };
  }

  /** Finds where both policies cut the customers' figures. */
  static async prepare(
    tx: Transaction,
    inForce: SegmentationPolicy,
    tried: SegmentationPolicy,
  ): Promise<WindowComparison> {
    const values = [inForce.tenant];
    const rules = { inForce: valueCut(inForce.value), tried: valueCut(tried.value) };
    const bands = await findCuts(tx, { source: CUT_SOURCES.value, values }, rules);
    const score = async (source: (typeof CUT_SOURCES)['value']): Promise<Score> =>
      (await findCuts(tx, { source, values }, { score: SCORE_CUT })).score;
    const r = await score(CUT_SOURCES.recency);
    const f = await score(CUT_SOURCES.frequency);
    const m = await score(CUT_SOURCES.monetary);
    return new WindowComparison({ bands, scores: { r, f, m } }, inForce, tried);
  }

  /** Takes up a customer; returns whether its band or group changes. */
  add(row: FiguresRow): boolean {
    const figures = figuresOf(row);
    const { inForce, tried } = this.cuts.bands;
    const amount = figures.netAmount;
    const band = this.tell(this.bands, row, amount, [inForce(amount), tried(amount)]);
    const measures = measuresOf(figures);
    if (!measures) return band;
    const { r, f, m } = this.cuts.scores;
    const scores = { r: r(count(measures.lastPurchaseOn)), f: f(count(measures.purchaseDays)), m: m(amount) };
    const groups = [this.groupsOf.inForce(scores), this.groupsOf.tried(scores)] as const;
    return this.tell(this.groups, row, amount, groups) || band;
  }

  private tell(
    tally: ChangeTally,
    { customer_id: customerId }: FiguresRow,
    amount: Amount,
    [from, to]: readonly [string | null, string | null],
  ): boolean {
    if (from === to) return false;
    tally.add({ customerId, from, to, amount });
    this.transitions++;
    return true;
  }
}

/** A count on the scale of amounts, as the cursors give it. */
function count(value: number): Amount {
  return parseAmount(value);
}
