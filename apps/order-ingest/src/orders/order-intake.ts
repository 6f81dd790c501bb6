import { Injectable } from '@nestjs/common';
import { Database, isTransient, type Transaction } from '@orderweave/postgres';
import { IdempotencyStore, type RememberedAnswer } from './idempotency.store.js';
import { OrderGate } from './order-gate.js';
import { countResults } from './order-metrics.js';
import type { GateResult, Judged } from './submission.js';

/** Turns results into the answer to remember for the request's `Idempotency-Key`. */
export type Remember = (results: readonly GateResult[]) => RememberedAnswer;

interface Waiting {
  readonly judged: readonly Judged[];
  readonly remember: Remember | undefined;
  readonly resolve: (results: GateResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Orders that one transaction takes, and transactions at once: one writes while the other waits for the disk. */
const GROUP_ORDERS = 1_000;
const AT_ONCE = 2;

/**
 * Admits the orders of requests that wait at the same time in one transaction (group commit), so that the cost of a commit is
 * shared. A request is answered after its commit, never before; what fails for a reason of its own fails alone.
 */
@Injectable()
export class OrderIntake {
  private readonly queue: Waiting[] = [];
  private running = 0;

  constructor(
    private readonly database: Database,
    private readonly gate: OrderGate,
    private readonly answers: IdempotencyStore,
  ) {}

  /** Admits the orders of one request; resolves when they are durable. */
  submit(judged: readonly Judged[], remember?: Remember): Promise<GateResult[]> {
    return new Promise((resolve, reject) => {
      this.queue.push({ judged, remember, resolve, reject });
      this.advance();
    });
  }

  private advance(): void {
    while (this.running < AT_ONCE && this.queue.length > 0) {
      const group = this.nextGroup();
      this.running += 1;
      void this.settle(group).finally(() => {
        this.running -= 1;
        this.advance();
      });
    }
  }

  private nextGroup(): Waiting[] {
    let orders = 0;
    let size = 0;
    for (const { judged } of this.queue) {
      if (size > 0 && orders + judged.length > GROUP_ORDERS) break;
      orders += judged.length;
      size += 1;
    }
    return this.queue.splice(0, size);
  }

  private async settle(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.database.transaction((tx) => this.admit(tx, group));
      results.forEach((own, index) => {
        countResults(own);
        group[index]?.resolve(own);
      });
    } catch (error) {
      if (group.length === 1 || isTransient(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await this.settle([one]);
    }
  }

  private async admit(tx: Transaction, group: readonly Waiting[]): Promise<GateResult[][]> {
    const all = await this.gate.admit(
      tx,
      group.flatMap(({ judged }) => judged),
      Date.now(),
    );
    let from = 0;
    const results = group.map(({ judged }) => all.slice(from, (from += judged.length)));
    await this.answers.remember(
      tx,
      group.flatMap(({ remember }, index) => remember?.(results[index] ?? []) ?? []),
    );
    return results;
  }
}
