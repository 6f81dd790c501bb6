import type { FeedbackKind, FeedbackMeaning, Sentiment } from '@orderweave/contracts';
import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import type { FactFeedback } from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const OF_CUSTOMERS = statement(
  'customer-feedback.of-customers',
  `SELECT tenant, customer_id, feedback, version, kind, score, sentiment, detractor, given_at, given_on, counts, told
     FROM customer_feedback WHERE tenant = ANY($1::text[]) AND customer_id = ANY($2::text[])`,
);
const SAVE = statement(
  'customer-feedback.save',
  `INSERT INTO customer_feedback AS f
     (tenant, customer_id, feedback, version, kind, score, sentiment, detractor, given_at, given_on, counts, told)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::smallint[], $7::text[], $8::boolean[],
     $9::timestamptz[], $10::int[], $11::boolean[], $12::boolean[])
   ON CONFLICT (tenant, customer_id, feedback) DO UPDATE
      SET version = excluded.version, kind = excluded.kind, score = excluded.score, sentiment = excluded.sentiment,
          detractor = excluded.detractor, given_at = excluded.given_at, given_on = excluded.given_on,
          counts = excluded.counts, told = excluded.told`,
);
const FACTS = statement(
  'customer-feedback.facts',
  `SELECT customer_id, given_on, kind, score FROM customer_feedback
    WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND counts ORDER BY customer_id, given_on, kind, score`,
);

/** One word of feedback of one customer, as it is known. */
export interface KnownFeedback {
  readonly meaning: Omit<FeedbackMeaning, 'cause' | 'order' | 'sku'>;
  /** Whether a transition has told it, or what it passed on from somebody else had. */
  readonly told: boolean;
}

interface Row extends Record<string, unknown> {
  tenant: string;
  customer_id: string;
  feedback: string;
  version: number;
  kind: FeedbackKind;
  score: number | null;
  sentiment: Sentiment;
  detractor: boolean;
  given_at: Date;
  given_on: Day;
  counts: boolean;
  told: boolean;
}

/** All that customers said. They are of this writer's partition, so nobody else changes it. */
export async function loadFeedbackOf(
  tx: Transaction,
  customers: readonly { tenant: string; customerId: string }[],
): Promise<KnownFeedback[]> {
  const tenants = textArray(customers.map(({ tenant }) => tenant));
  const rows = await tx.query<Row>(OF_CUSTOMERS, [tenants, textArray(customers.map(({ customerId }) => customerId))]);
  return rows.map((row) => {
    const { tenant, customer_id: customerId, feedback, version, kind, score, sentiment, detractor, counts, told } = row;
    const given = { givenAt: row.given_at.toISOString(), givenOn: formatDay(row.given_on) };
    const scored = score === null ? {} : { score };
    const meaning = { tenant, customerId, feedback, version, kind, ...scored, sentiment, detractor, ...given, counts };
    return { meaning, told };
  });
}

/** Writes feedback, each customer and feedback once. */
export async function saveFeedbackOf(tx: Transaction, known: readonly KnownFeedback[]): Promise<void> {
  if (known.length === 0) return;
  const all = known.map(({ meaning }) => meaning);
  await tx.execute(SAVE, [
    textArray(all.map(({ tenant }) => tenant)),
    textArray(all.map(({ customerId }) => customerId)),
    textArray(all.map(({ feedback }) => feedback)),
    plainArray(all.map(({ version }) => version)),
    textArray(all.map(({ kind }) => kind)),
    plainArray(all.map(({ score }) => score)),
    textArray(all.map(({ sentiment }) => sentiment)),
    plainArray(all.map(({ detractor }) => detractor)),
    plainArray(all.map(({ givenAt }) => givenAt)),
    plainArray(all.map(({ givenOn }) => parseDay(givenOn))),
    plainArray(all.map(({ counts }) => counts)),
    plainArray(known.map(({ told }) => told)),
  ]);
}

/** What customers of a tenant said, by id, as segments and signals see it: ascending by day; nothing for who said nothing. */
export async function readFeedbackFacts(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, FactFeedback[]>> {
  const rows = await reader.query<{ customer_id: string; given_on: Day; kind: FeedbackKind; score: number | null }>(
    FACTS,
    [...[tenant, textArray(customerIds)]],
  );
  const facts = new Map<string, FactFeedback[]>();
  for (const { customer_id, given_on: on, kind, score } of rows) {
    const said = { on, kind, ...(score !== null && { score }) };
    const others = facts.get(customer_id);
    if (others) others.push(said);
    else facts.set(customer_id, [said]);
  }
  return facts;
}
