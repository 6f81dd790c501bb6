import { AlertChanged } from '@orderweave/contracts';
import type { RulePolicy } from '@orderweave/domain-notification';
import { emit, type Database } from '@orderweave/postgres';
import type { AlertRow } from '../alerts/alert-row.js';
import { findAlert } from '../alerts/read-alerts.js';
import { alertMetrics } from '../metrics.js';
import { markDelivered, recordAttempt, type AttemptRecord, type DeliveryKey } from './delivery.store.js';
import { MAX_ATTEMPTS } from './delivery-queue.js';
import { sendWebhook, type SendResult } from './send-webhook.js';
import { alertPayload } from './webhook-payload.js';
import { disableWebhook, findWebhook } from './webhook.store.js';

/** What delivering needs. */
export interface DeliveryParts {
  readonly database: Database;
  readonly policy: RulePolicy;
  readonly allowPrivate: boolean;
  /** Called after a commit that changed an alert. */
  readonly onChanged: () => void;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/** Thrown when an attempt failed and another one should follow. */
export class DeliveryFailedError extends Error {
  override name = 'DeliveryFailedError';
}

const GONE = 410;

/** Makes one attempt to deliver an alert, and records it. Throws `DeliveryFailedError` when it is to be tried again. */
export async function deliverAlert(
  parts: DeliveryParts,
  key: DeliveryKey,
  attempt: number,
  signal?: AbortSignal,
): Promise<void> {
  const [webhook, alert] = await Promise.all([
    findWebhook(parts.database, key.tenant, key.webhookId),
    findAlert(parts.database, key.tenant, key.alertId),
  ]);
  if (!webhook || !alert) return;
  const started = parts.now();
  const base = { attempt, at: new Date(started).toISOString() };
  if (!webhook.enabled) {
    const error = `the webhook is disabled: ${webhook.disabledReason ?? 'by a person'}`;
    return record(parts, alert, key, { ...base, state: 'failed', status: null, error, latencyMs: 0 });
  }
  const body = JSON.stringify(alertPayload(alert, parts.policy, webhook.locale));
  const message = { url: webhook.url, secrets: webhook.secrets, id: key.alertId, body };
  const { allowPrivate } = parts;
  const result = await sendWebhook(message, { allowPrivate, now: started, ...(signal && { signal }) });
  const state = stateAfter(result, attempt);
  alertMetrics.deliveries.inc({
    result: result.error === null ? 'delivered' : state === 'failed' ? 'failed' : 'retried',
  });
  await record(parts, alert, key, { ...base, ...result, state, latencyMs: parts.now() - started });
  if (state === 'pending') throw new DeliveryFailedError(`delivery to ${key.webhookId}: ${result.error}`);
}

function stateAfter({ status, error }: SendResult, attempt: number): AttemptRecord['state'] {
  if (error === null) return 'delivered';
  return status === GONE || attempt >= MAX_ATTEMPTS ? 'failed' : 'pending';
}

async function record(
  parts: DeliveryParts,
  { severity, rule, transition }: AlertRow,
  key: DeliveryKey,
  attempt: AttemptRecord,
): Promise<void> {
  const moved = await parts.database.transaction(async (tx) => {
    await recordAttempt(tx, key, attempt);
    if (attempt.status === GONE) await disableWebhook(tx, key.tenant, key.webhookId, 'the receiver answered 410 Gone');
    if (attempt.state !== 'delivered' || !(await markDelivered(tx, key))) return false;
    const { tenant, alertId } = key;
    const { id: transitionId, customerId } = transition;
    const identity = { tenant, alertId, transitionId, customerId };
    tx.publish([emit(AlertChanged, { ...identity, rule, severity, state: 'delivered', at: attempt.at })]);
    tx.onCommit(() => alertMetrics.alerts.inc({ state: 'delivered', severity }));
    return true;
  });
  if (moved) parts.onChanged();
}
