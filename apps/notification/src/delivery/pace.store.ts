import {
  admitMessage,
  afterFailure,
  CLOSED,
  limitsOf,
  passCircuit,
  type Circuit,
  type Pace,
  type Rate,
} from '@orderweave/domain-notification';
import { plainArray, statement, type Transaction } from '@orderweave/postgres';
import type { EndpointRow } from './endpoints/endpoint.store.js';

interface PaceRow {
  sent: string[];
  next_free: string;
  failures: number;
  open_until: string;
}

const ADD = statement(
  'pace.add',
  'INSERT INTO endpoint_pace (tenant, endpoint_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
);
const LOCK = statement(
  'pace.lock',
  'SELECT sent, next_free, failures, open_until FROM endpoint_pace WHERE tenant = $1 AND endpoint_id = $2 FOR UPDATE',
);
const SAVE = statement(
  'pace.save',
  `UPDATE endpoint_pace SET sent = $3::bigint[], next_free = $4, failures = $5, open_until = $6
   WHERE tenant = $1 AND endpoint_id = $2`,
);
const ADD_APP = statement('pace.add-app', 'INSERT INTO app_pace (tenant, app) VALUES ($1, $2) ON CONFLICT DO NOTHING');
const LOCK_APP = statement(
  'pace.lock-app',
  'SELECT sent, next_free FROM app_pace WHERE tenant = $1 AND app = $2 FOR UPDATE',
);
const SAVE_APP = statement(
  'pace.save-app',
  'UPDATE app_pace SET sent = $3::bigint[], next_free = $4 WHERE tenant = $1 AND app = $2',
);
/** Those who wait for an endpoint that does not work come back within so long of each other. */
const SPREAD_MS = 10_000;

/** Who asks for a place, in which moment (epoch milliseconds), and chance in [0, 1). */
export interface Admittance {
  readonly endpoint: Pick<EndpointRow, 'tenant' | 'id' | 'channel' | 'app'>;
  readonly now: number;
  readonly random: number;
}

/** Takes a place for one message to an endpoint: undefined when it may leave now, else the moment to ask again. */
export async function takePlace(tx: Transaction, { endpoint, now, random }: Admittance): Promise<number | undefined> {
  const { circuit, pace } = await lock(tx, endpoint);
  const passed = passCircuit(circuit, now);
  if (!passed.pass) return circuit.openUntil + Math.round(random * SPREAD_MS);
  const { rates, appRates } = limitsOf(endpoint.channel);
  const admission = admitMessage(rates, pace, now);
  // Its place in the app's pace last: what has to wait for its own takes none from others.
  const later = admission.now && appRates ? await takeAppPlace(tx, endpoint, { rates: appRates, now }) : undefined;
  if (later !== undefined) return later;
  await save(tx, endpoint, { circuit: admission.now ? passed.circuit : circuit, pace: admission.pace });
  return admission.now ? undefined : admission.at;
}

/** Takes a place among all that an endpoint's app sends: undefined when the message may leave now, else the moment to ask again. */
async function takeAppPlace(
  tx: Transaction,
  { tenant, app }: Pick<EndpointRow, 'tenant' | 'app'>,
  { rates, now }: { rates: readonly Rate[]; now: number },
): Promise<number | undefined> {
  if (app === null) return undefined;
  const find = () => tx.query<Pick<PaceRow, 'sent' | 'next_free'> & Record<string, unknown>>(LOCK_APP, [tenant, app]);
  let [row] = await find();
  if (!row) {
    await tx.execute(ADD_APP, [tenant, app]);
    [row] = await find();
  }
  const admission = admitMessage(rates, { sent: row!.sent.map(Number), nextFree: Number(row!.next_free) }, now);
  const { sent, nextFree } = admission.pace;
  await tx.execute(SAVE_APP, [tenant, app, plainArray(sent), nextFree]);
  return admission.now ? undefined : admission.at;
}

/** Tells an endpoint's circuit how an attempt ended; `waitMs` is what the receiver asked for. */
export async function tellCircuit(
  tx: Transaction,
  endpoint: Pick<EndpointRow, 'tenant' | 'id'>,
  outcome: { readonly worked: boolean; readonly now: number; readonly waitMs?: number | undefined },
): Promise<void> {
  const { circuit, pace } = await lock(tx, endpoint);
  if (outcome.worked && circuit.failures === 0) return;
  const next = outcome.worked ? CLOSED : afterFailure(circuit, outcome.now, outcome.waitMs);
  await save(tx, endpoint, { circuit: next, pace });
}

async function lock(
  tx: Transaction,
  { tenant, id }: Pick<EndpointRow, 'tenant' | 'id'>,
): Promise<{ circuit: Circuit; pace: Pace }> {
  let [row] = await tx.query<PaceRow & Record<string, unknown>>(LOCK, [tenant, id]);
  if (!row) {
    await tx.execute(ADD, [tenant, id]);
    [row] = await tx.query<PaceRow & Record<string, unknown>>(LOCK, [tenant, id]);
  }
  const { sent, next_free, failures, open_until } = row!;
  return {
    circuit: { failures, openUntil: Number(open_until) },
    pace: { sent: sent.map(Number), nextFree: Number(next_free) },
  };
}

async function save(
  tx: Transaction,
  { tenant, id }: Pick<EndpointRow, 'tenant' | 'id'>,
  { circuit, pace }: { circuit: Circuit; pace: Pace },
): Promise<void> {
  const { failures, openUntil } = circuit;
  await tx.execute(SAVE, [tenant, id, plainArray(pace.sent), pace.nextFree, failures, openUntil]);
}
