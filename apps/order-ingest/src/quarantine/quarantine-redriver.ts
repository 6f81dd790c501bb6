import { Injectable } from '@nestjs/common';
import { type Fault, TenantDirectory } from '@orderweave/domain-ordering';
import { Database, isTransient, type Transaction } from '@orderweave/postgres';
import type { CallerIdentity } from '@orderweave/service';
import { judgeSubmission } from '../orders/judge-submission.js';
import { OrderGate } from '../orders/order-gate.js';
import { countResults } from '../orders/order-metrics.js';
import type { GateResult, Judged } from '../orders/submission.js';
import { QuarantineDeedStore } from './quarantine-deed.store.js';

/** An entry to redrive: with the bytes that were sent, or with others in their place. */
export interface RedriveItem {
  readonly id: string;
  readonly document: Buffer;
  readonly corrected: boolean;
}

/** Who redrives, and the W3C trace of the request. */
export interface RedriveCause {
  readonly caller: CallerIdentity;
  readonly traceparent: string;
}

/** What came of an entry: what the gate made of its document, `refused` (it stays), or `closed` (somebody else had closed it). */
export interface RedriveResult extends Pick<GateResult, 'order' | 'revision' | 'warnings' | 'faults' | 'unvalued'> {
  readonly id: string;
  readonly result: GateResult['result'] | 'refused' | 'closed';
}

class ClosedMeanwhileError extends Error {
  override name = 'ClosedMeanwhileError';
}

/**
 * Takes entries of the quarantine through the gate. Invariant: an entry is closed in the very transaction in which the gate admits its
 * document, and nothing is admitted for an entry that is not open.
 */
@Injectable()
export class QuarantineRedriver {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDirectory,
    private readonly gate: OrderGate,
    private readonly deeds: QuarantineDeedStore,
  ) {}

  /** Redrives entries together; one that fails for a reason of its own fails alone. Results in the order given. */
  async redrive(items: readonly RedriveItem[], cause: RedriveCause): Promise<RedriveResult[]> {
    try {
      return await this.redriveTogether(items, cause);
    } catch (error) {
      if (isTransient(error)) throw error;
      const [only] = items;
      if (!only || items.length > 1) return await this.redriveHalves(items, cause);
      if (error instanceof ClosedMeanwhileError) return [{ id: only.id, result: 'closed' }];
      throw error;
    }
  }

  private async redriveHalves(items: readonly RedriveItem[], cause: RedriveCause): Promise<RedriveResult[]> {
    const middle = items.length >> 1;
    const first = await this.redrive(items.slice(0, middle), cause);
    return [...first, ...(await this.redrive(items.slice(middle), cause))];
  }

  private async redriveTogether(items: readonly RedriveItem[], cause: RedriveCause): Promise<RedriveResult[]> {
    const now = Date.now();
    const judged = items.map((item) => ({ item, one: this.judge(item, cause, now) }));
    const sound = judged.filter(({ one }) => !one.faults);
    const admitted = sound.length
      ? await this.database.transaction(async (tx) => {
          const results = await this.admit(tx, sound, cause, now);
          tx.onCommit(() => countResults(results));
          return results;
        })
      : [];
    const next = admitted.values();
    return judged.map(({ item: { id }, one }): RedriveResult => {
      if (one.faults) return { id, result: 'refused', faults: one.faults };
      const { channel: _channel, quarantineId: _own, ...rest } = next.next().value!;
      return { id, ...rest };
    });
  }

  /** Heads first, entries second, as whoever is refused at the gate locks them. */
  private async admit(
    tx: Transaction,
    sound: readonly { readonly item: RedriveItem; readonly one: Judged }[],
    { caller }: RedriveCause,
    now: number,
  ): Promise<GateResult[]> {
    const { tenant, name: by } = caller;
    const results = await this.gate.admit(
      tx,
      sound.map(({ one }) => one),
      now,
    );
    const done = sound.map(({ item: { id, corrected, document } }, index) => {
      const { order, result } = results[index]!;
      return { id, order, result, ...(corrected && { corrected: document }) };
    });
    const closed = await this.deeds.close(tx, { tenant, state: 'redriven', by, at: now }, done);
    if (closed.size < sound.length) throw new ClosedMeanwhileError();
    return results;
  }

  private judge({ id, document }: RedriveItem, { caller, traceparent }: RedriveCause, now: number): Judged {
    const { tenant, channels } = caller;
    const settings = this.tenants.get(tenant);
    const common = { settings, source: `redrive ${id}`, original: () => document, channels, traceparent };
    try {
      return judgeSubmission({ ...common, value: JSON.parse(document.toString('utf8')) as unknown }, now);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const faults: Fault[] = [{ field: '', value: error.message.slice(0, 200), rule: 'not-json' }];
      return { submission: { ...common, value: undefined }, channel: undefined, faults };
    }
  }
}
