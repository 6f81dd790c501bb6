import { Injectable } from '@nestjs/common';
import { OrderRecorded, type RecordedOrder, type Revision } from '@orderweave/contracts';
import { type Database, emit, type Transaction } from '@orderweave/postgres';
import { QuarantineStore } from '../quarantine/quarantine.store.js';
import { OrderHeadStore } from './order-head.store.js';
import { documentKey, greatestOfEach, judgeInTurn } from './settle-revisions.js';
import type { GateResult, Judged } from './submission.js';

type Sound = Extract<Judged, { order: RecordedOrder }>;

/**
 * The one way in for orders, whether by HTTP, file or Kafka. Invariant: `orders.recorded` gets every revision that became a
 * document's head, in the transaction that made it one; of several revisions in one batch only the greatest. One without a value waits in
 * its head for a rate.
 */
@Injectable()
export class OrderGate {
  constructor(
    private readonly heads: OrderHeadStore,
    private readonly quarantine: QuarantineStore,
  ) {}

  /** Admits what is sound and keeps what is refused; both are durable when `tx` commits. Results in the order given. */
  async admit(tx: Transaction, judged: readonly Judged[], now: number): Promise<GateResult[]> {
    const sound = judged.filter(isSound);
    const before = sound.length ? await this.raiseHeads(tx, sound) : new Map<string, Revision>();
    const refused = judged.flatMap(({ submission, channel, faults }) =>
      faults ? [{ submission, channel, faults }] : [],
    );
    const ids = await this.quarantine.keep(tx, refused, now);
    return resultsOf(judged, before, ids);
  }

  /** What `admit` would answer at this moment; changes nothing. */
  async rehearse(database: Database, judged: readonly Judged[]): Promise<GateResult[]> {
    const sound = judged.filter(isSound);
    const before = await this.heads.read(
      database,
      sound.map(({ order }) => order),
    );
    return resultsOf(judged, before, []);
  }

  private async raiseHeads(tx: Transaction, sound: readonly Sound[]): Promise<Map<string, Revision>> {
    const greatest = greatestOfEach(sound);
    const { before, written } = await this.heads.write(tx, [...greatest.values()]);
    const raised = [...greatest].flatMap(([key, one]) => (written.has(key) ? [one] : []));
    tx.publish(raised.map(({ order, submission }) => emit(OrderRecorded, order, submission)));
    const overtaken = [...greatest].flatMap(([key, { order }]) => (written.has(key) ? [] : [order]));
    // A head that did not move is at least as new as the batch; another transaction may have raised it a moment ago.
    if (overtaken.length) for (const [key, head] of await this.heads.read(tx, overtaken)) before.set(key, head);
    return before;
  }
}

function isSound(judged: Judged): judged is Sound {
  return judged.order !== undefined;
}

function resultsOf(
  judged: readonly Judged[],
  before: ReadonlyMap<string, Revision>,
  ids: readonly string[],
): GateResult[] {
  const results = judgeInTurn(
    judged.filter(isSound).map(({ order }) => order),
    before,
  ).values();
  const quarantined = ids.values();
  return judged.map((one): GateResult => {
    if (!isSound(one)) {
      const id = quarantined.next().value;
      return { channel: one.channel, result: 'quarantined', faults: one.faults, ...(id && { quarantineId: id }) };
    }
    const { order, warnings, channel } = one;
    return {
      channel,
      result: results.next().value ?? 'stale',
      order: documentKey(order).slice(order.tenant.length + 1),
      revision: order.revision,
      ...(warnings.length && { warnings }),
      ...(order.value === undefined && { unvalued: true }),
    };
  });
}
