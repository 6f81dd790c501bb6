import { parseAmount, type Amount } from '@orderweave/domain-ordering';
import {
  resolveRfmGroups,
  RfmLadder,
  ValueLadder,
  type RfmMeasures,
  type RfmScores,
  type ValueBand,
  type WindowFigures,
} from '@orderweave/domain-segmentation';
import type { Resident } from '../ladder/partition-memory.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import { figuresOf, measuresOf, type StoredWindow } from './customer-window.store.js';

/** Where a customer stands by its figures. */
export interface WindowStanding {
  readonly customerId: string;
  readonly band: ValueBand | null;
  readonly scores: RfmScores | null;
  readonly group: string | null;
}

/**
 * One tenant's value bands and RFM scores in memory. Bands are settled with every batch. Frequencies are small numbers that many customers
 * share, so that one order can move the scores of half of all customers, and the next one move them back: whom others moved in RFM
 * is therefore told once a day.
 */
export class WindowLadders implements Resident {
  readonly value: ValueLadder;
  readonly rfm = new RfmLadder();
  private readonly groupOf: (scores: RfmScores) => string;
  /** Whose published band, or group, did not hold at the rebuild. */
  private overdue: { band: string[]; group: string[] } = { band: [], group: [] };
  /** RFM was settled in this transaction: what that told cannot be put back, only found again. */
  private settledAll = false;
  private lost = false;
  private undo: [customerId: string, amount: Amount, measures: RfmMeasures | null][] = [];

  constructor(readonly policy: SegmentationPolicy) {
    this.value = new ValueLadder(policy.value);
    this.groupOf = resolveRfmGroups(policy.rfm);
  }

  /** Takes up what is stored. What was published before and no longer holds comes out of the next `settle`. */
  rebuild(rows: readonly StoredWindow[]): void {
    this.value.rebuild(rows.map((row) => [row.customer_id, parseAmount(row.net_amount)] as const));
    this.rfm.rebuild(
      rows.flatMap((row) => {
        const measures = measuresOf(figuresOf(row));
        return measures ? [[row.customer_id, measures] as const] : [];
      }),
    );
    for (const { customer_id, value_band, rfm_group } of rows) {
      const { band, group } = this.standingOf(customer_id);
      if (band !== value_band) this.overdue.band.push(customer_id);
      if (group !== rfm_group) this.overdue.group.push(customer_id);
    }
  }

  /** Sets a customer's figures. */
  set(customerId: string, figures: WindowFigures): void {
    const amount = this.value.set(customerId, figures.netAmount) ?? 0n;
    this.undo.push([customerId, amount, this.rfm.set(customerId, measuresOf(figures))]);
  }

  /** The standing of the customers given, and of those whose band changed since the last settlement; each once. */
  settle(customerIds: Iterable<string>): WindowStanding[] {
    const told = new Set([...customerIds, ...this.overdue.band]);
    for (const { customerId } of this.value.settle()) told.add(customerId);
    this.overdue.band = [];
    return [...told].map((customerId) => this.standingOf(customerId));
  }

  /** The standing of everybody whose band or scores changed since they were last settled. */
  settleAll(): WindowStanding[] {
    const told = this.overdue.group;
    for (const { customerId } of this.rfm.settle()) told.push(customerId);
    this.overdue.group = [];
    this.settledAll = true;
    return this.settle(told);
  }

  /** Whether it must be rebuilt, since a rollback lost what it had told. */
  get isLost(): boolean {
    return this.lost;
  }

  keep(): void {
    this.undo = [];
    this.settledAll = false;
  }

  revert(): void {
    this.lost = this.settledAll;
    for (const [customerId, amount, measures] of this.undo.reverse()) {
      this.value.set(customerId, amount);
      this.rfm.set(customerId, measures);
    }
    this.undo = [];
    this.value.settle();
  }

  private standingOf(customerId: string): WindowStanding {
    const scores = this.rfm.scoresOf(customerId);
    return { customerId, band: this.value.bandOf(customerId), scores, group: scores && this.groupOf(scores) };
  }
}
