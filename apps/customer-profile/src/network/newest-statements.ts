import type { RecordedOrder } from '@orderweave/contracts';
import { judgeStated } from '@orderweave/domain-network';
import { drop, type Outcome, type Received } from '@orderweave/stream';
import { hashLines } from './hash-lines.js';
import { orderKey, type OrderState, type Statement } from './order-state.js';

/** The newest message about each document of a batch; the others have nothing to say any more. */
export function newestOf(events: readonly Received<RecordedOrder>[], outcomes: Map<Received, Outcome>) {
  const newest = new Map<string, Received<RecordedOrder>>();
  for (const received of events) {
    const key = orderKey(received.payload);
    const other = newest.get(key);
    const judgement = judgeStated(received.payload, other?.payload);
    if (judgement === 'newer') newest.set(key, received);
    const dropped = judgement === 'newer' ? other : received;
    if (dropped) outcomes.set(dropped, drop(judgement === 'same' ? 'duplicate-revision' : 'stale-revision'));
  }
  return newest;
}

/** Of the newest messages those that say more than what is in force. */
export function statementsOf(
  newest: ReadonlyMap<string, Received<RecordedOrder>>,
  inForce: ReadonlyMap<string, OrderState>,
  outcomes: Map<Received, Outcome>,
): Statement[] {
  const statements: Statement[] = [];
  for (const [key, received] of newest) {
    const order = received.payload;
    const before = inForce.get(key);
    const judgement = judgeStated(order, before);
    if (judgement === 'newer') {
      statements.push({ key, order, received, linesHash: hashLines(order.lines), revised: before !== undefined });
    } else outcomes.set(received, drop(judgement === 'same' ? 'duplicate-revision' : 'stale-revision'));
  }
  return statements;
}
