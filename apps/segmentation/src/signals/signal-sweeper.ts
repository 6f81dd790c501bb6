import type { SignalPolicy } from '@orderweave/domain-segmentation';
import type { Database, Transaction } from '@orderweave/postgres';
import { observeTransitions } from '../metrics/segmentation-metrics.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { TenantMoments } from '../models/tenant-moments.js';
import { composeTransitions } from '../transitions/compose-transitions.js';
import { endSignals, readHeldSignals, saveSignals } from './customer-signal.store.js';
import { judgeSignals } from './judge-signals.js';
import { readSignalFacts } from './signal-facts.store.js';
import { takeMoves } from './signal-move.store.js';
import { continueSignalPass, startSignalPass } from './signal-pass.store.js';
import { holdDueWatches, readSignalTenants, saveSignalWatches, takeSignalNews } from './signal-work.store.js';

/** Customers in one transaction, and notes of news. */
const CHUNK = 100;
const NEWS = 2_000;

/** How a sweeper works. */
export interface SignalSweeping {
  /** Epoch milliseconds, for the metrics. */
  readonly wallNow: () => number;
  /** Lets others have their turn after a chunk. */
  readonly breathe: () => Promise<void>;
  readonly chunk?: number;
}

/**
 * Judges customers by signals: those whose documents changed, those whose day has come, and all of them by another policy. Any number of
 * sweepers may run, in any number of processes: a customer is with one at a time.
 */
export class SignalSweeper {
  private stopped = false;
  /** The policies that passes were started for by this process. */
  private readonly policies = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
    private readonly how: SignalSweeping,
  ) {}

  /** Works until nothing is left that nobody else works on; returns how many customers were looked at. */
  async sweep(): Promise<number> {
    let total = 0;
    for (const tenant of await readSignalTenants(this.database)) {
      const policy = await this.lookAtPolicy(tenant);
      await this.repeat(() => this.continuePass(tenant, policy));
      // What is new meanwhile is left for the next time, which is soon: else orders could keep one tenant's turn going.
      await this.repeat(() => this.database.transaction((tx) => takeSignalNews(tx, tenant, NEWS)), 10);
      total += await this.repeat(() => this.judgeDue(tenant));
    }
    return total;
  }

  /** Ends the work after the chunk in hand. */
  stop(): void {
    this.stopped = true;
  }

  private async repeat(work: () => Promise<number>, most = Number.POSITIVE_INFINITY): Promise<number> {
    let total = 0;
    for (let looked = 1, times = 0; looked > 0 && times < most && !this.stopped; times++) {
      looked = await work();
      total += looked;
    }
    return total;
  }

  private async lookAtPolicy(tenant: string): Promise<SignalPolicy> {
    const moment = (await this.moments.load(this.database, [tenant])).get(tenant)!;
    const { signals } = moment.policy;
    const policy = JSON.stringify(signals);
    if (this.policies.get(tenant) !== policy) {
      await this.database.transaction((tx) => startSignalPass(tx, tenant, policy));
      this.policies.set(tenant, policy);
    }
    return signals;
  }

  private async continuePass(tenant: string, policy: SignalPolicy): Promise<number> {
    const looked = await this.database.transaction((tx) => continueSignalPass(tx, tenant, policy, NEWS));
    if (looked > 0) await this.how.breathe();
    return looked;
  }

  private async judgeDue(tenant: string): Promise<number> {
    const looked = await this.database.transaction(async (tx) => {
      const watches = await holdDueWatches(tx, tenant, this.how.chunk ?? CHUNK);
      if (watches.length === 0) return 0;
      // After the customers are held: what is read now is at least as new as what anybody has judged them by.
      const moments = await this.moments.load(tx, [tenant]);
      await this.judge(tx, watches, moments.get(tenant)!);
      return watches.length;
    });
    if (looked > 0) await this.how.breathe();
    return looked;
  }

  private async judge(
    tx: Transaction,
    watches: Awaited<ReturnType<typeof holdDueWatches>>,
    moment: TenantMoment,
  ): Promise<void> {
    const { tenant } = moment.policy;
    const ids = watches.map(({ customerId }) => customerId);
    const facts = await readSignalFacts(tx, tenant, ids);
    const held = await readHeldSignals(tx, tenant, ids);
    const moves = await takeMoves(tx, tenant, ids);
    const judged = watches.map((watch) => {
      const { customerId: id } = watch;
      return judgeSignals({ watch, facts: facts.get(id)!, held: held.get(id)!, moves: moves.get(id)! }, moment);
    });
    await endSignals(
      tx,
      tenant,
      judged.flatMap(({ ended }) => ended),
    );
    await saveSignals(
      tx,
      tenant,
      judged.flatMap(({ saved }) => saved),
    );
    await saveSignalWatches(
      tx,
      tenant,
      judged.map(({ watch }) => watch),
    );
    const changes = judged.flatMap((one) => one.changes);
    tx.publish(await composeTransitions(tx, changes, new Map([[tenant, moment]])));
    observeTransitions(tx, changes, [], this.how.wallNow);
  }
}
