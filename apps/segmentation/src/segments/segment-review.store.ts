import { statement, textArray, type Transaction } from '@orderweave/postgres';

const ADD = statement(
  'segment-basis.add',
  'INSERT INTO segment_basis (tenant, policy, model) VALUES ($1, $2, $3) ON CONFLICT (tenant) DO NOTHING',
);
const HOLD = statement('segment-basis.hold', 'SELECT policy, model FROM segment_basis WHERE tenant = $1 FOR UPDATE');
const MOVE_BASIS = statement(
  'segment-basis.move',
  'UPDATE segment_basis SET policy = $2, model = $3 WHERE tenant = $1',
);
// A review under way begins again, for its segments as well.
const BEGIN = statement(
  'segment-review.begin',
  `UPDATE segment_basis SET cursor = '',
          by_policy = CASE WHEN cursor IS NULL THEN $2::text[] ELSE ARRAY(SELECT unnest(by_policy) UNION SELECT unnest($2::text[])) END,
          by_model = CASE WHEN cursor IS NULL THEN $3::text[] ELSE ARRAY(SELECT unnest(by_model) UNION SELECT unnest($3::text[])) END
    WHERE tenant = $1`,
);
const TAKE = statement(
  'segment-review.take',
  `SELECT cursor, by_policy, by_model FROM segment_basis WHERE tenant = $1 AND cursor IS NOT NULL FOR UPDATE SKIP LOCKED`,
);
const MOVE = statement('segment-review.move', 'UPDATE segment_basis SET cursor = $2 WHERE tenant = $1');

/** By which versions of policy and model customers are judged by segments. */
export interface SegmentBasis {
  readonly policy: number;
  readonly model: number;
}

/** The ids of segments whose attributes another policy, or another model, moves. */
export interface ReviewedSegments {
  readonly byPolicy: readonly string[];
  readonly byModel: readonly string[];
}

/** Holds what was noted of a tenant last, until the end of the transaction; notes `first` for one of which nothing was. */
export async function holdBasis(tx: Transaction, tenant: string, first: SegmentBasis): Promise<SegmentBasis> {
  await tx.execute(ADD, [tenant, first.policy, first.model]);
  const [basis] = await tx.query<{ policy: number; model: number }>(HOLD, [tenant]);
  return basis!;
}

/** Notes another basis of the tenant that is held. */
export async function moveBasis(tx: Transaction, tenant: string, { policy, model }: SegmentBasis): Promise<void> {
  await tx.execute(MOVE_BASIS, [tenant, policy, model]);
}

/** Has all customers judged anew by segments, from the first customer on. */
export async function beginReview(tx: Transaction, tenant: string, reviewed: ReviewedSegments): Promise<void> {
  await tx.execute(BEGIN, [tenant, textArray([...reviewed.byPolicy]), textArray([...reviewed.byModel])]);
}

/** The review of a tenant that nobody else works on: customers up to `cursor` are done. */
export async function takeReview(
  tx: Transaction,
  tenant: string,
): Promise<(ReviewedSegments & { cursor: string }) | undefined> {
  const [row] = await tx.query<{ cursor: string; by_policy: string[]; by_model: string[] }>(TAKE, [tenant]);
  return row && { cursor: row.cursor, byPolicy: row.by_policy, byModel: row.by_model };
}

/** Notes how far a review has come; null ends it. */
export async function moveReview(tx: Transaction, tenant: string, to: string | null): Promise<void> {
  await tx.execute(MOVE, [tenant, to]);
}
