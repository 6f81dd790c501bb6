import { createHash } from 'node:crypto';
import {
  composeCard,
  composeSummary,
  DEFAULT_GROUPING,
  policyUnder,
  waits,
  type Card,
  type RulePolicy,
} from '@orderweave/domain-notification';
import type { Database, Transaction } from '@orderweave/postgres';
import type { AlertRow } from '../../alerts/alert-row.js';
import { publicUrl } from '../../links/public-url.js';
import { loadTeams } from '../../team/sales-team.store.js';
import { insertDeliveries, type DeliveryKey } from '../delivery.store.js';
import { findEndpoint, type EndpointRow } from '../endpoints/endpoint.store.js';
import { moveGathered, noteTold, takeGathered, type EndpointKey } from './gather.store.js';

/** What telling of gathered alerts needs. */
export interface GatherParts {
  readonly database: Database;
  readonly policy: RulePolicy;
  readonly requeue: (tx: Transaction, key: DeliveryKey, at: number) => Promise<void>;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/** Turns what has gathered at an endpoint into one message; one alert alone keeps its own card. What somebody saw to meanwhile is left out. */
export async function tellGathered(parts: GatherParts, key: EndpointKey): Promise<void> {
  const endpoint = await findEndpoint(parts.database, key.tenant, key.endpointId);
  if (!endpoint) return;
  const now = parts.now();
  await parts.database.transaction(async (tx) => {
    const { grouping = DEFAULT_GROUPING } = (await loadTeams(tx, [key.tenant])).get(key.tenant) ?? {};
    // Whoever came while the first one waited joins it.
    const alerts = await takeGathered(tx, key, now + grouping.waitSeconds * 1000);
    const waiting = alerts.filter(({ state }) => waits(state));
    const seen = alerts.filter(({ state }) => !waits(state));
    await moveGathered(
      tx,
      key,
      { state: 'superseded' },
      seen.map(({ id }) => id),
    );
    const [first] = waiting;
    if (!first) return;
    await noteTold(tx, key, now);
    if (waiting.length === 1) {
      await moveGathered(tx, key, { state: 'pending' }, [first.id]);
      await parts.requeue(tx, { ...key, alertId: first.id }, now);
      return;
    }
    const card = summarise(parts.policy, endpoint, waiting, { most: grouping.stormOver, now });
    await moveGathered(
      tx,
      key,
      { state: 'gathered', partOf: card.id },
      waiting.map(({ id }) => id),
    );
    insertDeliveries(tx, [{ ...key, alertId: card.id, dueAt: now, card }]);
    await parts.requeue(tx, { ...key, alertId: card.id }, now);
  });
}

function summarise(
  policy: RulePolicy,
  { locale, id }: EndpointRow,
  alerts: readonly AlertRow[],
  { most, now }: { most: number; now: number },
): Card {
  const cards = alerts.map((alert) =>
    composeCard({ ...alert, alertId: alert.id }, policyUnder(alert.raisedBy, policy), locale, {}),
  );
  const digest = createHash('sha256')
    // The same alerts that are told again are another message.
    .update(`${id}\n${now}\n${alerts.map((alert) => alert.id).join('\n')}`)
    .digest('hex');
  const base = publicUrl();
  const links = base ? { open: `${base}/` } : {};
  return composeSummary(cards, { id: `gr_${digest.slice(0, 24)}`, locale, links, most });
}
