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

/** One tenant's value bands and RFM scores in memory. */
export class WindowLadders implements Resident {
  readonly value: ValueLadder;
  readonly rfm = new RfmLadder();
  private readonly groupOf: (scores: RfmScores) => string;
  /** Whose published standing did not hold at the rebuild. */
  private overdue: string[] = [];
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
    this.settle();
    for (const { customer_id, value_band, rfm_group } of rows) {
      const { band, group } = this.standingOf(customer_id);
      if (band !== value_band || group !== rfm_group) this.overdue.push(customer_id);
    }
  }

  /** Sets a customer's figures. */
  set(customerId: string, figures: WindowFigures): void {
    const amount = this.value.set(customerId, figures.netAmount) ?? 0n;
    this.undo.push([customerId, amount, this.rfm.set(customerId, measuresOf(figures))]);
  }

  /** Whose band or scores changed since the last settlement, each once, as they stand now. */
  settle(): WindowStanding[] {
    const crossed = new Set(this.overdue);
    for (const { customerId } of this.value.settle()) crossed.add(customerId);
    for (const { customerId } of this.rfm.settle()) crossed.add(customerId);
    this.overdue = [];
    return [...crossed].map((customerId) => this.standingOf(customerId));
  }

  keep(): void {
    this.undo = [];
  }

  revert(): void {
    for (const [customerId, amount, measures] of this.undo.reverse()) {
      this.value.set(customerId, amount);
      this.rfm.set(customerId, measures);
    }
    this.undo = [];
    this.settle();
  }

  private standingOf(customerId: string): WindowStanding {
    const scores = this.rfm.scoresOf(customerId);
    return { customerId, band: this.value.bandOf(customerId), scores, group: scores && this.groupOf(scores) };
  }
}
