import type { Day } from '@orderweave/domain-ordering';
import type { Reason, SignalName } from '@orderweave/domain-segmentation';
import { jsonArray, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const HELD = statement(
  'customer-signal.held',
  `SELECT customer_id, signal, subject, since, until, reasons FROM customer_signal
    WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND ended_on IS NULL ORDER BY customer_id, signal, subject`,
);
const SAVE = statement(
  'customer-signal.save',
  `INSERT INTO customer_signal (tenant, customer_id, signal, subject, since, until, reasons)
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::jsonb[])
   ON CONFLICT (tenant, customer_id, signal, subject) DO UPDATE
     SET since = excluded.since, until = excluded.until, ended_on = NULL, reasons = excluded.reasons`,
);
const END = statement(
  'customer-signal.end',
  `UPDATE customer_signal s SET ended_on = t.ended_on
     FROM unnest($2::text[], $3::text[], $4::text[], $5::int[]) AS t (customer_id, signal, subject, ended_on)
    WHERE s.tenant = $1 AND s.customer_id = t.customer_id AND s.signal = t.signal AND s.subject = t.subject`,
);
const PAGE = statement(
  'customer-signal.page',
  `SELECT s.customer_id, s.signal, s.subject, s.since, s.until, s.reasons, p.name, p.owner
     FROM customer_signal s LEFT JOIN profile p ON p.tenant = s.tenant AND p.customer_id = s.customer_id
    WHERE s.tenant = $1 AND s.ended_on IS NULL AND s.signal BETWEEN $2 AND $3
      AND (s.signal, s.customer_id, s.subject) > ($4, $5, $6) AND ($7::text IS NULL OR p.owner = $7)
    ORDER BY s.signal, s.customer_id, s.subject LIMIT $8`,
);
/** Before and after the names of all signals. */
const ANY_SIGNAL = ['', '~'] as const;

/** A signal that a customer gives. */
export interface HeldSignal {
  readonly customerId: string;
  readonly signal: SignalName;
  /** The product, category or channel that it is about; empty where it is about none. */
  readonly subject: string;
  readonly since: Day;
  /** The first day without it, should nothing be recorded. */
  readonly until: Day;
  readonly reasons: readonly Reason[];
}

/** A signal that is over. */
export interface EndedSignal extends Pick<HeldSignal, 'customerId' | 'signal' | 'subject'> {
  readonly endedOn: Day;
}

/** A signal with whose customer it is. */
export interface OwnedSignal extends HeldSignal {
  readonly name: string | null;
  readonly owner: string | null;
}

interface SignalRow {
  customer_id: string;
  signal: SignalName;
  subject: string;
  since: Day;
  until: Day;
  reasons: Reason[];
}

/** The signals that customers give, by customer. */
export async function readHeldSignals(
  reader: Reader,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, HeldSignal[]>> {
  const held = new Map<string, HeldSignal[]>(customerIds.map((id) => [id, []]));
  const rows = await reader.query<SignalRow & Record<string, unknown>>(HELD, [tenant, textArray(customerIds)]);
  for (const row of rows) held.get(row.customer_id)!.push(heldOf(row));
  return held;
}

/** Writes signals that began or that will end on another day. */
export async function saveSignals(tx: Transaction, tenant: string, signals: readonly HeldSignal[]): Promise<void> {
  if (signals.length === 0) return;
  await tx.execute(SAVE, [
    tenant,
    ...keyColumns(signals),
    plainArray(signals.map(({ since }) => since)),
    plainArray(signals.map(({ until }) => until)),
    jsonArray(signals.map(({ reasons }) => reasons)),
  ]);
}

/** Writes that signals are over. */
export async function endSignals(tx: Transaction, tenant: string, signals: readonly EndedSignal[]): Promise<void> {
  if (signals.length === 0) return;
  await tx.execute(END, [tenant, ...keyColumns(signals), plainArray(signals.map(({ endedOn }) => endedOn))]);
}

/** Which signals are listed. `after`: signal, customer and subject of the last one; `owner`: only this salesperson's customers. */
export interface SignalPage {
  readonly kind: SignalName | undefined;
  readonly after: readonly [signal: string, customerId: string, subject: string];
  readonly owner: string | null;
  readonly limit: number;
}

/** Signals of a tenant, by name, customer and subject. */
export async function readSignalPage(
  reader: Reader,
  tenant: string,
  { kind, after, owner, limit }: SignalPage,
): Promise<OwnedSignal[]> {
  const [from, to] = kind === undefined ? ANY_SIGNAL : [kind, kind];
  const rows = await reader.query<SignalRow & { name: string | null; owner: string | null } & Record<string, unknown>>(
    PAGE,
    [tenant, from, to, ...after, owner, limit],
  );
  return rows.map((row) => ({ ...heldOf(row), name: row.name, owner: row.owner }));
}

function keyColumns(signals: readonly Pick<HeldSignal, 'customerId' | 'signal' | 'subject'>[]): string[] {
  return [
    textArray(signals.map(({ customerId }) => customerId)),
    textArray(signals.map(({ signal }) => signal)),
    textArray(signals.map(({ subject }) => subject)),
  ];
}

function heldOf({ customer_id: customerId, signal, subject, since, until, reasons }: SignalRow): HeldSignal {
  return { customerId, signal, subject, since, until, reasons };
}
