import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monthOf, parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import { packHistory } from '../ledger/history-text.js';
import { SegmentationRig } from '../testing/segmentation-rig.js';

const CUSTOMERS = 6_000;
/** The most that one statement may write, and one row of the outbox may hold. */
const MOST_ROWS = 5_000;
const MOST_MESSAGES = 3_000;

// Both months are loaded late and close together, as nobody has been scored yet.
const JANUARY = parseDay('2026-01-15');
const FEBRUARY = parseDay('2026-02-15');
const CLOSE = parseDay('2026-03-10');

const WRITTEN = ['customer', 'customer_window', 'month_tier', 'pace_watch', 'transition', 'outbox'];
const EVENTS = { INSERT: 'NEW', UPDATE: 'NEW', DELETE: 'OLD' };

describe('a turned day that moves thousands of customers', () => {
  let rig: SegmentationRig;
  const run = (text: string) => rig.database.pool.query(text);
  beforeAll(async () => {
    rig = await SegmentationRig.start();
    await rig.turnTo(CLOSE - 1);
    await fill(rig);
    await noteWrites(rig);
    await run(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken off'; END $$`);
  });
  afterAll(() => rig.stop());

  it('leaves nothing of itself when it breaks off in its last piece', async () => {
    await run('CREATE TRIGGER break_off AFTER UPDATE ON customer EXECUTE FUNCTION break_off()');
    await expect(rig.turnTo(CLOSE)).rejects.toThrow('broken off');
    await run('DROP TRIGGER break_off ON customer');
    const left = `SELECT (SELECT count(*) FROM month_close) + (SELECT count(*) FROM transition) + (SELECT count(*) FROM outbox)
                       + (SELECT count(*) FROM customer_window WHERE rfm_group IS NOT NULL) AS rows`;
    expect(await rig.rows(left)).toEqual([{ rows: '0' }]);
  });

  it('writes no more at once than a piece, in one transaction', async () => {
    await rig.repeatDay();
    const most = await rig.rows<{ table_name: string; rows: number }>(
      'SELECT table_name, max(rows)::int AS rows FROM written GROUP BY table_name',
    );
    expect(most.map(({ table_name }) => table_name).sort()).toEqual([...WRITTEN].sort());
    for (const { table_name, rows } of most)
      expect({ table_name, small: rows <= MOST_ROWS }).toEqual({ table_name, small: true });
    const [messages] = await rig.rows<{ most: number }>('SELECT max(messages)::int AS most FROM written');
    expect(messages!.most).toBeLessThanOrEqual(MOST_MESSAGES);
    expect(await rig.rows('SELECT count(DISTINCT transaction_id)::int AS transactions FROM written')).toEqual([
      { transactions: 1 },
    ]);
  });

  it('places everybody as one look at all of them does, and tells everybody once', async () => {
    await run('ANALYZE');
    const score = (measure: string) =>
      `5 - floor(5 * (rank() OVER (ORDER BY ${measure} DESC) - 1)::numeric / count(*) OVER ())`;
    const wrong = await rig.rows(
      `SELECT * FROM (
         SELECT customer_id, r, f, m, high_noted, value_band, ${score('last_purchase_on')} AS true_r, ${score('purchase_days')} AS true_f,
                ${score('net_amount')} AS true_m FROM customer_window) w
        WHERE r <> true_r OR f <> true_f OR m <> true_m OR r IS NULL OR high_noted <> (value_band = 'high')`,
    );
    expect(wrong).toEqual([]);
    const tiers = await rig.rows(
      `SELECT month, final_tier, count(*)::int AS customers, min(final_ahead) AS least, max(final_ahead) AS most
         FROM month_tier GROUP BY month, final_tier ORDER BY month, final_tier`,
    );
    // 20, 60 and 20 % of those who ordered; in February only every other one did, the larger half.
    expect(tiers).toEqual([
      { month: '2026-01', final_tier: 'A', customers: 1_200, least: 0, most: 1_199 },
      { month: '2026-01', final_tier: 'B', customers: 3_600, least: 1_200, most: 4_799 },
      { month: '2026-01', final_tier: 'C', customers: 1_200, least: 4_800, most: 5_999 },
      { month: '2026-02', final_tier: 'A', customers: 600, least: 0, most: 599 },
      { month: '2026-02', final_tier: 'B', customers: 1_800, least: 600, most: 2_399 },
      { month: '2026-02', final_tier: 'C', customers: 600, least: 2_400, most: 2_999 },
      { month: '2026-02', final_tier: 'D', customers: 3_000, least: null, most: null },
    ]);
    const important = await rig.rows(
      `SELECT important_months AS months, count(*)::int AS customers FROM customer GROUP BY 1 ORDER BY 2, 1`,
    );
    expect(important).toEqual([
      { months: ['2026-01'], customers: 600 },
      { months: ['2026-01', '2026-02'], customers: 600 },
      { months: null, customers: 4_800 },
    ]);
    const told = new Map<string, number>();
    for (const { kind } of rig.transitions) told.set(kind, (told.get(kind) ?? 0) + 1);
    const moved = await rig.rows<{ customers: number }>(
      `SELECT count(*)::int AS customers FROM month_tier a JOIN month_tier b USING (customer_id)
        WHERE a.month = '2026-01' AND b.month = '2026-02' AND a.final_tier <> b.final_tier`,
    );
    expect([told.get('rfm'), told.get('value-band'), told.get('tier')]).toEqual([
      CUSTOMERS,
      CUSTOMERS,
      moved[0]!.customers,
    ]);
    expect(new Set(rig.transitions.map(({ id }) => id)).size).toBe(rig.transitions.length);
  });
});

/** Customers who ordered in January, the larger half of them in February again; all amounts differ. */
async function fill({ database: { pool } }: SegmentationRig): Promise<void> {
  const run = (text: string) => pool.query(text);
  const history = (days: Day[]) =>
    packHistory(
      { purchaseDays: days, documentDays: days, intentDays: [] },
      new Map(days.map((day) => [monthOf(day), parseAmount('10')])),
    );
  // Both amounts of a customer are its number.
  const text = (days: Day[]) => `'${history(days).replaceAll('"10"', `"' || n || '"`)}'`;
  const half = CUSTOMERS / 2;
  await run(
    `CREATE TABLE bought AS SELECT 'shop' AS tenant, 'c' || lpad((n * 7919 % ${CUSTOMERS})::text, 5, '0') AS customer_id, n,
            n > ${half} AS again FROM generate_series(1, ${CUSTOMERS}) n`,
  );
  await run(
    `INSERT INTO customer (tenant, customer_id, version, history, known_since, model_version, signals_stale)
     SELECT tenant, customer_id, 1, CASE WHEN again THEN ${text([JANUARY, FEBRUARY])} ELSE ${text([JANUARY])} END, ${JANUARY}, 1, false
       FROM bought`,
  );
  for (const [day, which] of [
    [JANUARY, 'true'],
    [FEBRUARY, 'again'],
  ] as const) {
    await run(
      `INSERT INTO ledger_entry (tenant, customer_id, order_key, version, placed_on, amount, counts, purchase, intent)
       SELECT tenant, customer_id, 'shop/${day}/' || n, 1, ${day}, n, true, true, false FROM bought WHERE ${which}`,
    );
    await run(
      `INSERT INTO month_amount (tenant, month, customer_id, amount, version)
       SELECT tenant, '${monthOf(day)}', customer_id, n, 1 FROM bought WHERE ${which}`,
    );
  }
  await run(
    `INSERT INTO customer_window (tenant, customer_id, net_amount, purchase_days, recent_purchase_days, due_on)
     SELECT tenant, customer_id, 0, 0, 0, 0 FROM bought`,
  );
  // As autovacuum has done by the time that a day turns.
  await run('ANALYZE');
}

/** Notes of every statement how many rows it wrote, of the outbox the messages as well. */
async function noteWrites({ database: { pool } }: SegmentationRig): Promise<void> {
  const run = (text: string) => pool.query(text);
  await run('CREATE TABLE written (table_name text, rows int, messages int, transaction_id xid8)');
  await run(
    `CREATE FUNCTION note_rows() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE counted int; told int; BEGIN
       SELECT count(*), max((to_jsonb(c) ->> 'messages')::int) INTO counted, told FROM changed c;
       IF counted > 0 THEN INSERT INTO written VALUES (TG_TABLE_NAME, counted, told, pg_current_xact_id()); END IF;
       RETURN NULL; END $$`,
  );
  for (const table of WRITTEN) {
    for (const [event, side] of Object.entries(EVENTS)) {
      // What the rig itself takes out of the outbox is no part of the day.
      if (table === 'outbox' && event === 'DELETE') continue;
      await run(
        `CREATE TRIGGER note_${event} AFTER ${event} ON ${table} REFERENCING ${side} TABLE AS changed
         FOR EACH STATEMENT EXECUTE FUNCTION note_rows()`,
      );
    }
  }
}
