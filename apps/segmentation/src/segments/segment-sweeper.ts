import type { Database, Transaction } from '@orderweave/postgres';
import { observeTransitions } from '../metrics/segmentation-metrics.js';
import type { TenantMoments } from '../models/tenant-moments.js';
import type { ChangeCause } from '../transitions/change.js';
import { composeTransitions } from '../transitions/compose-transitions.js';
import { readCustomerIds, readFacts } from './customer-facts.store.js';
import { judgeBySegments, type Crossing } from './judge-segments.js';
import { asksForGoods } from './segment-days.js';
import { holdSegments } from './segment-definition.store.js';
import { enterSegments, leaveSegments, readMemberships } from './segment-member.store.js';
import {
  holdCustomers,
  holdDue,
  movePass,
  readAhead,
  readSegmentTenants,
  saveWatches,
  takeNews,
  takePass,
  type WatchedCustomer,
} from './segment-work.store.js';

/** Customers in one transaction. */
const CHUNK = 500;

/** Customers that are held, and what is new of them. */
interface Batch {
  readonly tenant: string;
  readonly held: readonly WatchedCustomer[];
  readonly newsOf: (customerId: string) => ChangeCause | null;
  /** A segment that they are judged by for the first time. */
  readonly fresh?: string;
}

/**
 * Judges customers by the tenant's own segments: those of whom something is new, those whose day has come, and all of them by a segment that
 * is new. Any number of sweepers may run, in any number of processes: a customer is with one at a time.
 */
export class SegmentSweeper {
  private stopped = false;

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

  private async judge(tx: Transaction, { tenant, held, newsOf, fresh }: Batch): Promise<void> {
    if (held.length === 0) return;
    // After the customers are held: what is read now is at least as new as what anybody has judged them by.
    const segments = await holdSegments(tx, tenant);
    const moments = await this.moments.load(tx, [tenant]);
    const moment = moments.get(tenant)!;
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
      const judged = judgeBySegments(
        {
          watched,
          facts: known,
          memberships: memberships.get(customerId)!,
          news: newsOf(customerId),
          // A pass under way comes to this customer yet.
          settled: segments.filter(({ segment_id: id }) => !ahead.has(`${id}/${customerId}`)),
          fresh: segments.find(({ segment_id: id }) => id === fresh),
        },
        moment,
      );
      crossings.push(...judged.crossings);
      saved.push(judged.watched);
    }
    await saveWatches(tx, tenant, saved);
    await saveCrossings(tx, tenant, crossings);
    const changes = crossings.map(({ change }) => change);
    tx.publish(await composeTransitions(tx, changes, moments));
    observeTransitions(tx, changes, [], this.wallNow);
  }
}

/** Writes where customers are after all their crossings: who went in and out again is where it was. */
async function saveCrossings(tx: Transaction, tenant: string, crossings: readonly Crossing[]): Promise<void> {
  const last = new Map(
    crossings.map((crossing) => [`${crossing.segment.segment_id}/${crossing.change.customerId}`, crossing]),
  );
  const all = [...last.values()].map(({ segment, change }) => ({
    segmentId: segment.segment_id,
    customerId: change.customerId,
    enteredAt: change.effectiveAt,
    version: segment.version,
    entered: change.to !== null,
  }));
  // Also who enters is taken out first: it may have left and come back.
  await leaveSegments(tx, tenant, all);
  await enterSegments(
    tx,
    tenant,
    all.filter(({ entered }) => entered),
  );
}
