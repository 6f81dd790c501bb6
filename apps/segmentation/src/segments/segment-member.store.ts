import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const OF_CUSTOMERS = statement(
  'segment-member.of-customers',
  'SELECT customer_id, segment_id FROM segment_member WHERE tenant = $1 AND customer_id = ANY($2::text[])',
);
const ENTER = statement(
  'segment-member.enter',
  `INSERT INTO segment_member (tenant, segment_id, customer_id, entered_at, version)
   SELECT $1, t.segment_id, t.customer_id, to_timestamp(t.entered / 1000.0), t.version
     FROM unnest($2::text[], $3::text[], $4::float8[], $5::int[]) AS t (segment_id, customer_id, entered, version)`,
);
const LEAVE = statement(
  'segment-member.leave',
  `DELETE FROM segment_member m USING unnest($2::text[], $3::text[]) AS t (segment_id, customer_id)
    WHERE m.tenant = $1 AND m.segment_id = t.segment_id AND m.customer_id = t.customer_id`,
);
const END = statement('segment-member.end', 'DELETE FROM segment_member WHERE tenant = $1 AND segment_id = $2');
const COUNTS = statement(
  'segment-member.counts',
  'SELECT segment_id, count(*)::int AS members FROM segment_member WHERE tenant = $1 GROUP BY segment_id',
);
const PAGE = statement(
  'segment-member.page',
  `SELECT m.customer_id, m.entered_at, m.version, p.name, p.owner
     FROM segment_member m LEFT JOIN profile p ON p.tenant = m.tenant AND p.customer_id = m.customer_id
    WHERE m.tenant = $1 AND m.segment_id = $2 AND m.customer_id > $3 AND ($4::text IS NULL OR p.owner = $4)
    ORDER BY m.customer_id LIMIT $5`,
);

/** A customer in a segment. */
export interface MemberRow {
  customer_id: string;
  entered_at: Date;
  /** The segment's version by which it entered. */
  version: number;
  name: string | null;
  owner: string | null;
}

/** The segments that customers are in, by customer. */
export async function readMemberships(
  reader: Reader,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await reader.query<{ customer_id: string; segment_id: string }>(OF_CUSTOMERS, [
    tenant,
    textArray(customerIds),
  ]);
  const memberships = new Map<string, Set<string>>(customerIds.map((id) => [id, new Set()]));
  for (const { customer_id, segment_id } of rows) memberships.get(customer_id)!.add(segment_id);
  return memberships;
}

/** Writes who enters; `enteredAt` in epoch milliseconds. */
export async function enterSegments(
  tx: Transaction,
  tenant: string,
  entering: readonly { segmentId: string; customerId: string; enteredAt: number; version: number }[],
): Promise<void> {
  if (entering.length === 0) return;
  await tx.execute(ENTER, [
    tenant,
    textArray(entering.map(({ segmentId }) => segmentId)),
    textArray(entering.map(({ customerId }) => customerId)),
    plainArray(entering.map(({ enteredAt }) => enteredAt)),
    plainArray(entering.map(({ version }) => version)),
  ]);
}

/** Takes out who leaves. */
export async function leaveSegments(
  tx: Transaction,
  tenant: string,
  leaving: readonly { segmentId: string; customerId: string }[],
): Promise<void> {
  if (leaving.length === 0) return;
  const segments = textArray(leaving.map(({ segmentId }) => segmentId));
  await tx.execute(LEAVE, [tenant, segments, textArray(leaving.map(({ customerId }) => customerId))]);
}

/** Empties a segment. */
export async function emptySegment(tx: Transaction, tenant: string, segmentId: string): Promise<void> {
  await tx.execute(END, [tenant, segmentId]);
}

/** How many customers are in each segment that has any. */
export async function countMembers(reader: Reader, tenant: string): Promise<Map<string, number>> {
  const rows = await reader.query<{ segment_id: string; members: number }>(COUNTS, [tenant]);
  return new Map(rows.map(({ segment_id, members }) => [segment_id, members]));
}

/** Members by id after a customer. `owner`: only this salesperson's. */
export function readMembers(
  reader: Reader,
  of: { tenant: string; segmentId: string; after: string; owner: string | null; limit: number },
): Promise<MemberRow[]> {
  const values = [of.tenant, of.segmentId, of.after, of.owner, of.limit];
  return reader.query<MemberRow & Record<string, unknown>>(PAGE, values);
}
