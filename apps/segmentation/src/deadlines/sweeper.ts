import type { Database, Transaction } from '@orderweave/postgres';
import type { CustomerState } from '../ledger/customer-state.js';
import { saveCustomers } from '../ledger/customer.store.js';
import { observeTransitions } from '../metrics/segmentation-metrics.js';
import { moveModelPass, takeModelPass } from '../models/model-pass.store.js';
import { newestModel } from '../models/tenant-moment.js';
import type { TenantMoments } from '../models/tenant-moments.js';
import type { Change } from '../transitions/change.js';
import { composeTransitions } from '../transitions/compose-transitions.js';
import { catchUp, isBehind } from './catch-up.js';
import { lockDueCustomers, lockNextCustomers, readSweptTenants } from './sweep.store.js';

/** Customers in one transaction. */
const CHUNK = 500;

/**
 * Judges customers whose deadline has come, and all of a tenant after a new gap model or policy. Any number of them may run, in any
 * number of processes: a customer is with one at a time.
 */
export class Sweeper {
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
    private readonly wallNow: () => number,
    private readonly chunk = CHUNK,
  ) {}

  /** Works until nothing is due that nobody else works on; returns how many customers were looked at. */
  async sweep(): Promise<number> {
    let total = 0;
    for (let looked = 1; looked > 0 && !this.stopped; total += looked) looked = await this.continuePass();
    for (const tenant of await readSweptTenants(this.database)) {
      for (let looked = 1; looked > 0 && !this.stopped; total += looked) looked = await this.sweepDue(tenant);
    }
    return total;
  }

  /** Ends the work after the chunk in hand. */
  stop(): void {
    this.stopped = true;
  }

  private sweepDue(tenant: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const states = await lockDueCustomers(tx, tenant, this.chunk);
      await this.judge(tx, tenant, states);
      return states.length;
    });
  }

  private continuePass(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const pass = await takeModelPass(tx);
      if (!pass) return 0;
      const states = await lockNextCustomers(tx, pass.tenant, pass.cursor, this.chunk);
      await this.judge(tx, pass.tenant, states, pass);
      await moveModelPass(tx, pass.tenant, states.at(-1)?.customerId ?? null);
      return Math.max(1, states.length);
    });
  }

  private async judge(
    tx: Transaction,
    tenant: string,
    states: readonly CustomerState[],
    { everybody = false } = {},
  ): Promise<void> {
    if (states.length === 0) return;
    const moments = await this.moments.load(tx, [tenant]);
    const moment = moments.get(tenant)!;
    const changes: Change[] = [];
    const written: CustomerState[] = [];
    for (const state of states) {
      if (!(everybody ? state.evaluatedOn !== null : isBehind(state, moment))) continue;
      changes.push(...catchUp(state, moment));
      state.modelVersion = newestModel(moment).version;
      state.version++;
      written.push(state);
    }
    await saveCustomers(tx, written);
    tx.publish(await composeTransitions(tx, changes, moments));
    observeTransitions(tx, changes, [], this.wallNow);
  }
}
