import type { Transition } from '@orderweave/contracts';
import type { Day } from '@orderweave/domain-ordering';
import { transitionText } from '../transition-text.js';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

/** A transition with the moment by the tenant's clock at which it was seen (epoch milliseconds), its local day, and its place in its batch. */
export interface KeptTransition {
  readonly transition: Transition;
  readonly seenAt: number;
  readonly day: Day;
  readonly place: number;
}

// JSON text has no raw line breaks, so documents travel as lines.
const KEEP = statement(
  'kept-transition.keep',
  `INSERT INTO received_transition (tenant, day, id, place, seen_at, transition)
   SELECT tenant, day, id, place, seen_at, line::json
   FROM ROWS FROM (unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::timestamptz[]), string_to_table($6, E'\\n'))
     AS new (tenant, day, id, place, seen_at, line)
   ORDER BY tenant, day, id ON CONFLICT DO NOTHING`,
);
const PRUNE = statement('kept-transition.prune', 'DELETE FROM received_transition WHERE tenant = $1 AND day <= $2');
const DAYS = statement(
  'kept-transition.days',
  `SELECT day, count(*)::int AS transitions FROM received_transition
    WHERE tenant = $1 AND day BETWEEN $2 AND $3 GROUP BY day ORDER BY day`,
);
const OF_DAY = statement(
  'kept-transition.of-day',
  `SELECT batch::text AS batch, place, seen_at AS "seenAt", transition FROM received_transition kept
    WHERE tenant = $1 AND day = $2 AND (kept.batch, kept.place) > ($3::xid8, $4::int)
    ORDER BY kept.batch, kept.place LIMIT $5`,
);

/** Keeps transitions, in one statement; what is kept already stays as it is. */
export function keepTransitions(tx: Transaction, kept: readonly KeptTransition[]): void {
  tx.write(KEEP, [
    textArray(kept.map(({ transition }) => transition.tenant)),
    plainArray(kept.map(({ day }) => day)),
    textArray(kept.map(({ transition }) => transition.id)),
    plainArray(kept.map(({ place }) => place)),
    plainArray(kept.map(({ seenAt }) => new Date(seenAt).toISOString())),
    kept.map(({ transition }) => transitionText(transition)).join('\n'),
  ]);
}

/** Takes away what a tenant's days up to one brought. */
export function pruneTransitions(tx: Transaction, tenant: string, until: Day): void {
  tx.write(PRUNE, [tenant, until]);
}

/** How many transitions each local day from one to another brought, ascending; days without any are missing. */
export function countByDay(
  reader: Reader,
  tenant: string,
  { from, to }: { from: Day; to: Day },
): Promise<{ day: Day; transitions: number }[]> {
  return reader.query<{ day: Day; transitions: number }>(DAYS, [tenant, from, to]);
}

/** A transition of a day, the batch in which it came, and its place there. */
export interface TransitionOfDay {
  readonly batch: string;
  readonly place: number;
  readonly seenAt: Date;
  readonly transition: Transition;
}

/** What a local day brought after a place, in the order in which it came. */
export function readDay(
  reader: Reader,
  tenant: string,
  day: Day,
  { after, limit }: { after?: Pick<TransitionOfDay, 'batch' | 'place'> | undefined; limit: number },
): Promise<TransitionOfDay[]> {
  const values = [tenant, day, after?.batch ?? '0', after?.place ?? -1, limit];
  return reader.query<TransitionOfDay & Record<string, unknown>>(OF_DAY, values);
}
