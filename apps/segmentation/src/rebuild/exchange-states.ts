import { statement, takePartitionsBack, wideStatement, type Transaction } from '@orderweave/postgres';
import { REBUILT_TABLES } from './rebuilt-tables.js';
import type { ShadowPlace } from './shadow-schema.js';
import { readFooting, takeOver } from './take-over.store.js';

/** Longest wait for a table, in milliseconds: less than PostgreSQL's for a deadlock, so that nobody else is the one who gives in. */
const LOCK_TIMEOUT_MS = 700;

const SAME_PLACE = (live: string, shadow: string) =>
  wideStatement(
    `SELECT NOT EXISTS (
       SELECT 1 FROM ${live}.stream_offset l LEFT JOIN ${shadow}.stream_offset s USING (consumer, topic, partition)
        WHERE l.consumer = $1 AND l.topic = $2 AND coalesce(s.next_offset, 0) <> l.next_offset) AS same`,
  );
const WAITING = wideStatement(
  `SELECT EXISTS (SELECT 1 FROM outbox)
       OR EXISTS (SELECT 1 FROM model_pass)
       OR EXISTS (
         SELECT 1 FROM tenant_clock k LEFT JOIN turned_day d USING (tenant) WHERE d.day IS NULL OR k.target_day > d.day) AS waiting`,
);
// Judged again is who has a place in what stays: told is only what no longer holds.
const JUDGE_AGAIN = [
  `INSERT INTO segment_pass (tenant, segment_id, cursor)
   SELECT tenant, segment_id, '' FROM segment_definition WHERE state = 'active'
   ON CONFLICT (tenant, segment_id) DO UPDATE SET cursor = ''`,
  `UPDATE signal_pass SET cursor = ''`,
  `UPDATE pace_watch w SET due_on = d.day FROM turned_day d
    WHERE d.tenant = w.tenant AND (w.due_on IS NULL OR w.due_on > d.day)`,
];
const EXCHANGED = statement(
  'rebuild.exchanged',
  `UPDATE rebuild SET exchanged = NOT exchanged, exchanged_at = now(),
          state = CASE WHEN exchanged THEN 'ready' ELSE 'switched' END, goal = CASE WHEN exchanged THEN 'ready' ELSE 'switched' END
    WHERE id = $1`,
);

/** Thrown when the live state moved on before the exchange: nothing was changed, and it can be tried again. */
export class NotAtRestError extends Error {
  override name = 'NotAtRestError';
}

/** Which exchange, of whose offsets. */
export interface Exchange {
  readonly rebuildId: number;
  readonly place: ShadowPlace;
  readonly consumer: string;
  readonly topic: string;
}

/**
 * Puts the shadow's tables in the place of the live ones and those in the shadow's, whole, in the transaction of the live database that it
 * is given; called again it takes that back. Take over what is history before. Both must have read the same messages, and nothing may wait to be told: throws
 * `NotAtRestError` otherwise. Publishes nothing. All claims are void: consumers build anew what they keep in memory.
 */
export async function exchangeStates(tx: Transaction, { rebuildId, place, consumer, topic }: Exchange): Promise<void> {
  const { live, shadow } = place;
  const names = [...REBUILT_TABLES.keys()];
  await tx.execute(wideStatement(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`));
  const locked = [...names, 'tenant_clock', 'turned_day', 'model_pass', 'stream_offset'].map(
    (name) => `${live}.${name}`,
  );
  await tx.execute(wideStatement(`LOCK TABLE ${locked.join(', ')} IN ACCESS EXCLUSIVE MODE`));
  await mustBeAtRest(tx, place, consumer, topic);
  // The rest was taken over before, and changes with a day alone.
  await takeOver(tx, place, ['customer', 'customer_window']);
  const aside = `"${place.shadowName}_aside"`;
  await tx.execute(wideStatement(`CREATE SCHEMA ${aside}`));
  for (const name of names) {
    await tx.execute(wideStatement(`ALTER TABLE ${live}.${name} SET SCHEMA ${aside}`));
    await tx.execute(wideStatement(`ALTER TABLE ${shadow}.${name} SET SCHEMA ${live}`));
    await tx.execute(wideStatement(`ALTER TABLE ${aside}.${name} SET SCHEMA ${shadow}`));
  }
  await tx.execute(wideStatement(`DROP SCHEMA ${aside}`));
  for (const text of JUDGE_AGAIN) await tx.execute(wideStatement(text));
  await takePartitionsBack(tx, consumer);
  await tx.execute(EXCHANGED, [rebuildId]);
}

async function mustBeAtRest(tx: Transaction, place: ShadowPlace, consumer: string, topic: string): Promise<void> {
  const [at] = await tx.query<{ same: boolean }>(SAME_PLACE(place.live, place.shadow), [consumer, topic]);
  if (!at!.same) throw new NotAtRestError('The live state and the shadow have not read the same messages');
  const [work] = await tx.query<{ waiting: boolean }>(WAITING);
  if (work!.waiting) throw new NotAtRestError('The live service has work under way');
  if ((await readFooting(tx, place.live)) !== (await readFooting(tx, place.shadow))) {
    throw new NotAtRestError('A day has turned, or a policy or model was added');
  }
}
