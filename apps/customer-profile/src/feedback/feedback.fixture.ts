import {
  CustomerFeedback,
  FeedbackRecorded,
  type FeedbackMeaning,
  type RecordedFeedback,
  type RecordedOrder,
} from '@orderweave/contracts';
import { DEFAULT_IDENTITY_POLICY, type IdentityPolicy } from '@orderweave/domain-network';
import type { Handled, Received } from '@orderweave/stream';
import { testPostgres } from '@orderweave/testing';
import { applyOrdersTo } from '../network/apply-orders.handler.js';
import { NetworkWriter } from '../network/network-writer.js';
import { openNetwork } from '../network/network.fixture.js';
import { OrderIds } from '../network/order-ids.js';
import { received } from '../network/recorded-order.fixture.js';
import { applyFeedbackTo } from './apply-feedback.handler.js';
import { followOrders } from './follow-orders.js';

/** Recorded feedback for specs: a bad rating of nobody. */
export function recordedFeedback(stated: Partial<RecordedFeedback> & { feedbackId: string }): RecordedFeedback {
  return {
    ...{ tenant: 'default', channel: 'shop', kind: 'csat', score: 1, identifiers: [] },
    revision: { updatedAt: '2026-01-02T00:00:00.000Z', rank: 0, hash: 'a'.repeat(32) },
    ...{ givenAt: '2026-01-02T00:00:00.000Z', givenOn: '2026-01-02' },
    ...stated,
  };
}

/** The network with feedback in a schema of its own, and the handlers of both on top. */
export async function openFeedback(policy: IdentityPolicy = DEFAULT_IDENTITY_POLICY) {
  const network = await openNetwork(await testPostgres(), policy);
  const { database } = network;
  /** What was told: of each customer and feedback the greatest version. */
  const told = new Map<string, FeedbackMeaning>();
  const newOrders = () =>
    followOrders(applyOrdersTo({ policy, ids: new OrderIds(), writer: new NetworkWriter() }), { policy });
  let orders = newOrders();
  const feedback = applyFeedbackTo({ policy });
  const take = ({ emits = [] }: Handled): FeedbackMeaning[] =>
    emits.flatMap(({ event, payload }) => {
      if (event.type !== CustomerFeedback.type) return [];
      // Through bytes and back, as over Kafka: what does not fit its contract fails here.
      const meaning = CustomerFeedback.decode(Buffer.from(JSON.stringify(payload)));
      const key = `${meaning.customerId} ${meaning.feedback}`;
      if ((told.get(key)?.version ?? 0) < meaning.version) told.set(key, meaning);
      return [meaning];
    });
  return {
    database,
    told,
    order: async (...batch: RecordedOrder[]) =>
      take(await database.transaction((tx) => orders(received(...batch), tx))),
    say: async (...batch: RecordedFeedback[]) =>
      take(await database.transaction((tx) => feedback(batch.map(receivedFeedback), tx))),
    owners: async () => {
      const { rows } = await database.pool.query<{ key: string; customer_id: string | null }>(
        `SELECT channel || '/' || feedback_id AS key, customer_id FROM feedback ORDER BY 1`,
      );
      return new Map(rows.map(({ key, customer_id }) => [key, customer_id]));
    },
    clear: async () => {
      orders = newOrders();
      told.clear();
      await database.pool.query('DELETE FROM feedback; DELETE FROM feedback_reference');
      await network.clear();
    },
    close: () => network.close(),
  };
}

function receivedFeedback(payload: RecordedFeedback, index: number): Received<RecordedFeedback> {
  return {
    ...{ event: FeedbackRecorded, payload, topic: FeedbackRecorded.topic, partition: 0, offset: String(index) },
    ...{ timestamp: 0, traceparent: undefined, headers: {} },
  };
}
