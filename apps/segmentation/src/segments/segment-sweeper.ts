import type { Database, Transaction } from '@orderweave/postgres';
import { observeTransitions } from '../metrics/segmentation-metrics.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { TenantMoments } from '../models/tenant-moments.js';
import { composeTransitions } from '../transitions/compose-transitions.js';
import { readCustomerIds, readFacts } from './customer-facts.store.js';
import { judgeBySegments, type Crossing } from './judge-segments.js';
import { asksForGoods } from './segment-days.js';
import { holdSegments, type SegmentRow } from './segment-definition.store.js';
import { saveCrossings } from './save-crossings.js';
import { readMemberships } from './segment-member.store.js';
import { holdBasis, moveReview, takeReview, type ReviewedSegments } from './segment-review.store.js';
import {
  holdCustomers,
  holdDue,
  movePass,
  readAhead,
  readSegmentTenants,
  saveWatches,
  takeNews,
  takePass,
  type WaitingNews,
  type WatchedCustomer,
} from './segment-work.store.js';
import { basisOf, turnBasis } from './turn-basis.js';
import type { ReviewedSegment } from './turn-cause.js';

/** Customers in one transaction. */
const CHUNK = 500;

/** Customers that are held, and what is new of them. */
interface Batch {
  readonly tenant: string;
  readonly held: readonly WatchedCustomer[];
  readonly newsOf: (customerId: string) => WaitingNews | null;
  /** A segment that they are judged by for the first time. */
  readonly fresh?: string;
  /** Segments that they are judged by anew. */
  readonly review?: ReviewedSegments;
}

/**
 * Judges customers by the tenant's own segments: those of whom something is new, those whose day has come, and all of them by a segment that
 * is new, or that asks for what another policy or model moves. Any number of sweepers may run, in any number of processes: a customer is with one at a time.
 */
export class SegmentSweeper {
  private stopped = false;
  /** The policies and models that were looked at by this process. */
  private readonly bases = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
    private readonly wallNow: () => number,
    private readonly chunk = CHUNK,
  ) {}

  /** Works until nothing is left that nobody else works on; returns how many customers were looked at. */
  async sweep(): Promise<number> {
    let total = await this.repeat(() => this.continuePass());
    for (const tenant of await readSegmentTenants(this.database)) {
      await this.lookAtBasis(tenant);
      total += await this.repeat(() => this.continueReview(tenant));
      total += await this.repeat(() => this.sweepNews(tenant));
      total += await this.repeat(() => this.sweepDue(tenant));
    }
    return total;
  }

  /** Ends the work after the chunk in hand. */
  stop(): void {
    this.stopped = true;
  }

  private async repeat(work: () => Promise<number>): Promise<number> {
    let total = 0;
    for (let looked = 1; looked > 0 && !this.stopped; total += looked) looked = await work();
    return total;
  }

  private async lookAtBasis(tenant: string): Promise<void> {
    const known = basisOf(await this.momentOf(this.database, tenant));
    const named = JSON.stringify(known);
    if (this.bases.get(tenant) === named) return;
    await this.database.transaction(async (tx) => {
      const before = await holdBasis(tx, tenant, known);
      await turnBasis(tx, before, await this.momentOf(tx, tenant));
    });
    this.bases.set(tenant, named);
  }

  private async momentOf(reader: Pick<Transaction, 'query'>, tenant: string): Promise<TenantMoment> {
    return (await this.moments.load(reader, [tenant])).get(tenant)!;
  }

  private continueReview(tenant: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const review = await takeReview(tx, tenant);
      if (!review) return 0;
      const page = await readCustomerIds(tx, tenant, review.cursor, this.chunk);
      const held = await holdCustomers(tx, tenant, page);
      await this.judge(tx, { tenant, held, newsOf: () => null, review });
      await moveReview(tx, tenant, page.at(-1) ?? null);
      return Math.max(1, page.length);
    });
  }

  private sweepNews(tenant: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const news = await takeNews(tx, tenant, this.chunk);
      const held = await holdCustomers(tx, tenant, [...news.keys()]);
      await this.judge(tx, { tenant, held, newsOf: (id) => news.get(id)! });
      return news.size;
    });
  }

  private sweepDue(tenant: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const held = await holdDue(tx, tenant, this.chunk);
      await this.judge(tx, { tenant, held, newsOf: () => null });
      return held.length;
    });
  }

  private continuePass(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const pass = await takePass(tx);
      if (!pass) return 0;
      const { tenant, segment_id: fresh, cursor } = pass;
      const page = await readCustomerIds(tx, tenant, cursor, this.chunk);
      const held = await holdCustomers(tx, tenant, page);
      await this.judge(tx, { tenant, held, newsOf: () => null, fresh });
      await movePass(tx, tenant, fresh, page.at(-1) ?? null);
      return Math.max(1, page.length);
    });
  }

  private async judge(tx: Transaction, { tenant, held, newsOf, fresh, review }: Batch): Promise<void> {
    if (held.length === 0) return;
    // After the customers are held: what is read now is at least as new as what anybody has judged them by.
    const segments = await holdSegments(tx, tenant);
    const moment = await this.momentOf(tx, tenant);
    const ids = held.map(({ customerId }) => customerId);
    const ahead = await readAhead(tx, tenant, ids);
    const facts = await readFacts(
      tx,
      { moment, goods: segments.some(({ condition }) => asksForGoods(condition)) },
      ids,
    );
    const memberships = await readMemberships(tx, tenant, ids);
    const crossings: Crossing[] = [];
    const saved: WatchedCustomer[] = [];
    for (const watched of held) {
      const { customerId } = watched;
      const known = facts.get(customerId);
      if (!known) {
        saved.push({ ...watched, dueOn: null });
        continue;
      }
      // A pass under way comes to this customer yet.
      const settled = segments.filter(({ segment_id: id }) => !ahead.has(`${id}/${customerId}`));
      const judged = judgeBySegments(
        {
          watched,
          facts: known,
          memberships: memberships.get(customerId)!,
          news: newsOf(customerId),
          settled,
          fresh: segments.find(({ segment_id: id }) => id === fresh),
          reviewed: review ? reviewedBy(review, settled) : [],
        },
        moment,
      );
      crossings.push(...judged.crossings);
      saved.push(judged.watched);
    }
    await saveWatches(tx, tenant, saved);
    await saveCrossings(tx, tenant, crossings);
    const changes = crossings.map(({ change }) => change);
    tx.publish(await composeTransitions(tx, changes, new Map([[tenant, moment]])));
    observeTransitions(tx, changes, [], this.wallNow);
  }
}

function reviewedBy({ byPolicy, byModel }: ReviewedSegments, settled: readonly SegmentRow[]): ReviewedSegment[] {
  return settled
    .map((segment) => {
      const { segment_id: id } = segment;
      return { segment, byPolicy: byPolicy.includes(id), byModel: byModel.includes(id) };
    })
    .filter((one) => one.byPolicy || one.byModel);
}
