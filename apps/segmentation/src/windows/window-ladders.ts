import { parseAmount, type Amount } from '@orderweave/domain-ordering';
import {
  CustomerRows,
  LadderFilling,
  resolveRfmGroups,
  RfmFilling,
  RfmLadder,
  ValueLadder,
  type RfmMeasures,
  type RfmScores,
  type ValueBand,
  type WindowFigures,
} from '@orderweave/domain-segmentation';
import { Breath, unhurried } from '../pieces/breath.js';
import type { Resident } from '../ladder/partition-memory.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import { figuresOf, measuresOf, type StoredWindow } from './customer-window.store.js';

const PIECE = 1_000;

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
  /** A day turns in this transaction: what that moves and tells cannot be put back, only found again. */
  private turning = false;
  private lost = false;
  private undo: [customerId: string, amount: Amount, measures: RfmMeasures | null][] = [];

  constructor(readonly policy: SegmentationPolicy) {
    this.value = new ValueLadder(policy.value);
    this.groupOf = resolveRfmGroups(policy.rfm);
  }

  /** Takes up what is stored. What was published before and no longer holds comes out of the next settlement. */
  async rebuild(pages: AsyncIterable<readonly StoredWindow[]>): Promise<void> {
    const customers = new CustomerRows();
    const value = new LadderFilling(customers);
    const rfm = new RfmFilling(customers);
    const published: [customerId: string, band: string | null, group: string | null][] = [];
    const texts = new Map<string | null, string | null>();
    // One text each, instead of one a row.
    const once = (text: string | null) => texts.get(text) ?? (texts.set(text, text), text);
    for await (const page of pages) {
      for (const row of page) {
        const { customer_id: customerId, value_band, rfm_group } = row;
        value.add(customerId, parseAmount(row.net_amount));
        const measures = measuresOf(figuresOf(row));
        if (measures) rfm.add(customerId, measures);
        published.push([customerId, once(value_band), once(rfm_group)]);
      }
    }
    await unhurried(this.value.takeUp(value));
    await unhurried(this.rfm.takeUp(rfm));
    const breath = new Breath();
    for (const [index, [customerId, bandBefore, groupBefore]] of published.entries()) {
      const { band, group } = this.standingOf(customerId);
      if (band !== bandBefore) this.overdue.band.push(customerId);
      if (group !== groupBefore) this.overdue.group.push(customerId);
      if (index % PIECE === 0) await breath.take();
    }
  }

  /** A day turns: from now on a rollback makes it rebuild, instead of keeping what a million customers had. */
  beginTurn(): void {
    this.turning = true;
    this.undo = [];
  }

  /** Sets a customer's figures. */
  set(customerId: string, figures: WindowFigures): void {
    const amount = this.value.set(customerId, figures.netAmount) ?? 0n;
    const measures = this.rfm.set(customerId, measuresOf(figures));
    if (!this.turning) this.undo.push([customerId, amount, measures]);
  }

  /** The standing of the customers given, and of those whose band changed since the last settlement; each once. */
  settle(customerIds: Iterable<string>): WindowStanding[] {
    const told = new Set([...customerIds, ...this.overdue.band]);
    for (const { customerId } of this.value.settle()) told.add(customerId);
    this.overdue.band = [];
    return [...told].map((customerId) => this.standingOf(customerId));
  }

  /**
   * The standing of everybody whose band or scores changed since they were last settled, in pieces, which may be empty; whoever changed
   * twice over may be in two of them. Until the last one was taken nobody's figures may be set.
   */
  *settleAll(): Generator<WindowStanding[], undefined> {
    this.beginTurn();
    const { band, group } = this.overdue;
    this.overdue = { band: [], group: [] };
    for (const overdue of [group, band]) {
      for (let at = 0; at < overdue.length; at += PIECE) yield this.standingsOf(overdue.slice(at, at + PIECE));
    }
    for (const piece of this.rfm.settling()) yield this.standingsOf(piece.map(({ customerId }) => customerId));
    for (const piece of this.value.settlement().pieces()) {
      yield this.standingsOf(piece.map(({ customerId }) => customerId));
    }
  }

  /** Whether it must be rebuilt, since a rollback lost what it had told. */
  get isLost(): boolean {
    return this.lost;
  }

  keep(): void {
    this.undo = [];
    this.turning = false;
  }

  revert(): void {
    this.lost = this.turning;
    for (const [customerId, amount, measures] of this.undo.reverse()) {
      this.value.set(customerId, amount);
      this.rfm.set(customerId, measures);
    }
    this.undo = [];
    this.value.settle();
  }

  private standingsOf(customerIds: readonly string[]): WindowStanding[] {
    return customerIds.map((customerId) => this.standingOf(customerId));
  }

  private standingOf(customerId: string): WindowStanding {
    const scores = this.rfm.scoresOf(customerId);
    return { customerId, band: this.value.bandOf(customerId), scores, group: scores && this.groupOf(scores) };
  }
}
