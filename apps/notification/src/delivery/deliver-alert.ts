import { AlertChanged } from '@orderweave/contracts';
import { composeCard, policyUnder, waits, type AnswerVerdict, type RulePolicy } from '@orderweave/domain-notification';
import { emit, type Database, type Transaction } from '@orderweave/postgres';
import type { AlertRow } from '../alerts/alert-row.js';
import { markDelivered } from '../alerts/mark-delivered.js';
import { findAlert } from '../alerts/read-alerts.js';
import type { CardLinker } from '../links/card-linker.js';
import { alertMetrics } from '../metrics.js';
import {
  findDelivery,
  postponeDelivery,
  recordAttempt,
  supersedeDelivery,
  type AttemptRecord,
  type DeliveryKey,
  type PendingDelivery,
} from './delivery.store.js';
import { partsArrived } from './gather/gather.store.js';
import type { EndpointRegistry } from './endpoints/endpoint-registry.js';
import { enableEndpoint, findEndpoint, type EndpointRow } from './endpoints/endpoint.store.js';
import { takePlace, tellCircuit } from './pace.store.js';
import type { AppTokens } from './send/app-tokens.js';
import type { Sent } from './send/post-message.js';
import type { MailSettings } from './send/send-email.js';
import { sendMessage, type Message } from './send/send-message.js';
import { alertPayload } from './send/webhook-payload.js';

/** What delivering needs. */
export interface DeliveryParts {
  readonly database: Database;
  readonly policy: RulePolicy;
  readonly registry: EndpointRegistry;
  readonly linker: CardLinker;
  readonly mail: MailSettings | undefined;
  readonly tokens: AppTokens;
  readonly allowPrivate: boolean;
  /** Queues an attempt for a moment, epoch milliseconds. */
  readonly requeue: (tx: Transaction, key: DeliveryKey, at: number) => Promise<void>;
  /** Called after a commit that changed an alert. */
  readonly onChanged: () => void;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
  /** Chance in [0, 1). */
  readonly random: () => number;
  /** When to try again, as `nextAttemptAt` of the domain says. */
  readonly nextAttemptAt: (attempt: number, now: number, random: number, afterMs?: number) => number | undefined;
}

/** What an attempt is about. */
interface Attempt {
  readonly key: DeliveryKey;
  readonly endpoint: EndpointRow;
  readonly alert: AlertRow | undefined;
  readonly number: number;
  /** Its place in the schedule. */
  readonly step: number;
  readonly startedAt: number;
}

const DAY_MS = 86_400_000;

/** A message to a place that is not to be asked. */
const UNSENT = { status: null, request: null, response: null };

/** Makes one attempt to deliver a message when its endpoint may get it now; records it, and queues the next one where one is due. */
export async function deliverAlert(parts: DeliveryParts, key: DeliveryKey, signal?: AbortSignal): Promise<void> {
  const { database } = parts;
  const [endpoint, delivery, alert] = await Promise.all([
    findEndpoint(database, key.tenant, key.endpointId),
    findDelivery(database, key),
    findAlert(database, key.tenant, key.alertId),
  ]);
  if (!endpoint || delivery?.state !== 'pending' || !(alert ?? delivery.card)) return;
  // A queue can be long: who has seen to an alert meanwhile is spared its card. Programs are told of everything.
  if (alert && !waits(alert.state) && delivery.attempts === 0 && endpoint.channel !== 'webhook')
    return database.transaction((tx) => supersedeDelivery(tx, key));
  const startedAt = parts.now();
  const attempt: Attempt = {
    key,
    endpoint,
    alert,
    number: delivery.attempts + 1,
    step: delivery.attempts + 1 - delivery.renewedAt,
    startedAt,
  };
  if (!endpoint.enabled) {
    const reason = `the endpoint is disabled: ${endpoint.disabledReason ?? 'by a person'}`;
    return record(parts, attempt, { verdict: { kind: 'refused', reason }, ...UNSENT });
  }
  const later = await database.transaction(async (tx) => {
    const at = await takePlace(tx, { endpoint, now: startedAt, random: parts.random() });
    if (at === undefined) return false;
    postponeDelivery(tx, key, at);
    await parts.requeue(tx, key, at);
    return true;
  });
  if (!later) await record(parts, attempt, await send(parts, attempt, delivery, signal));
}

async function send(
  parts: DeliveryParts,
  { endpoint, alert, startedAt }: Attempt,
  delivery: PendingDelivery,
  signal: AbortSignal | undefined,
): Promise<Sent | (typeof UNSENT & { verdict: AnswerVerdict })> {
  try {
    const settings = await parts.registry.settings(endpoint);
    const message = await compose(parts, endpoint, { alert, delivery, now: startedAt });
    const { allowPrivate, mail, tokens } = parts;
    return await sendMessage(endpoint, settings, message, { allowPrivate, mail, tokens, now: startedAt, signal });
  } catch (error) {
    // A variable or a key that is missing: somebody can mend it while the schedule lasts.
    return { verdict: { kind: 'retry', reason: (error as Error).message.slice(0, 500) }, ...UNSENT };
  }
}

async function compose(
  { linker, policy }: DeliveryParts,
  endpoint: EndpointRow,
  { alert, delivery, now }: { alert: AlertRow | undefined; delivery: PendingDelivery; now: number },
): Promise<Message> {
  const { locale, channel } = endpoint;
  const { card, renewedAt: round } = delivery;
  const unsubscribe = channel === 'email' ? await linker.unsubscribe(endpoint, now) : undefined;
  if (card) {
    const payload = { type: 'notice', timestamp: new Date(now).toISOString(), data: card };
    return { card, payload, unsubscribe, round };
  }
  const { id, transition, rule, severity, raisedBy } = alert!;
  // A card is the same in every attempt of a day, so that a tool can tell a repetition.
  const links = await linker.linksOf(id, endpoint, now - (now % DAY_MS));
  const composed = composeCard(
    { alertId: id, transition, rule, severity },
    policyUnder(raisedBy, policy),
    locale,
    links,
  );
  return { card: composed, payload: alertPayload(alert!, policy, locale), unsubscribe, round };
}

async function record(
  parts: DeliveryParts,
  { key, endpoint, alert, number, step, startedAt }: Attempt,
  { verdict, status, request, response }: Sent | (typeof UNSENT & { verdict: AnswerVerdict }),
): Promise<void> {
  const now = parts.now();
  const waitMs = verdict.kind === 'retry' ? verdict.afterMs : undefined;
  const next = verdict.kind === 'retry' ? parts.nextAttemptAt(step, now, parts.random(), waitMs) : undefined;
  const state = verdict.kind === 'accepted' ? 'delivered' : next === undefined ? 'failed' : 'pending';
  const error = verdict.kind === 'accepted' ? null : verdict.reason;
  const at = new Date(startedAt).toISOString();
  const attempt: AttemptRecord = {
    ...{ attempt: number, at, state, status, error, latencyMs: now - startedAt, request, response },
    dueAt: new Date(next ?? now).toISOString(),
  };
  alertMetrics.deliveries.inc({ result: state === 'pending' ? 'retried' : state, channel: endpoint.channel });
  const moved = await parts.database.transaction(async (tx) => {
    recordAttempt(tx, key, attempt);
    if (verdict.kind === 'gone') await enableEndpoint(tx, endpoint, verdict.reason);
    // A message that is refused says nothing of whether the endpoint works.
    if (verdict.kind === 'retry' || verdict.kind === 'accepted')
      await tellCircuit(tx, endpoint, { worked: verdict.kind === 'accepted', now, waitMs });
    if (next !== undefined) await parts.requeue(tx, key, next);
    return state === 'delivered' && (await announceDelivered(tx, key, alert, at));
  });
  if (moved) parts.onChanged();
}

/** Says of an alert, or of all that a message was made of, that it was delivered; false when that is news of none. */
async function announceDelivered(
  tx: Transaction,
  key: DeliveryKey,
  alert: AlertRow | undefined,
  at: string,
): Promise<boolean> {
  const ids = alert ? [alert.id] : await partsArrived(tx, key, key.alertId);
  const moved = await markDelivered(tx, key.tenant, ids);
  tx.publish(
    moved.map(({ tenant, id: alertId, severity, rule, transition: { id: transitionId, customerId } }) =>
      emit(AlertChanged, { tenant, alertId, transitionId, customerId, rule, severity, state: 'delivered', at }),
    ),
  );
  tx.onCommit(() => {
    for (const { severity } of moved) alertMetrics.alerts.inc({ state: 'delivered', severity });
  });
  return moved.length > 0;
}
