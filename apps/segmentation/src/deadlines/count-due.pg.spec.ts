import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import { statement } from '@orderweave/postgres';
import { countSegmentWork } from '../segments/segment-work.store.js';
import { countSignalWork } from '../signals/signal-work.store.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { countDue } from './sweep.store.js';

const DAY = parseDay('2026-03-02');
const CUSTOMERS = 20_000;
const TABLES = ['customer', 'segment_watch', 'signal_watch'];
const SCANNED = statement(
  'spec.scanned',
  'SELECT relname AS name, seq_scan::int AS scans FROM pg_stat_xact_user_tables WHERE schemaname = current_schema() AND relname = ANY($1) ORDER BY 1',
);

let rig: SegmentationRig;
beforeAll(async () => {
  rig = await SegmentationRig.start();
  await rig.clear();
  await rig.turnTo(DAY);
});
afterAll(() => rig.stop());

it('whoever asks how much is due again and again has only those looked at who are, however many customers there are', async () => {
  const insert = (into: string, more: string) =>
    rig.rows(
      `INSERT INTO ${into} SELECT $1, 'c' || n, $2::int + (n > 3)::int, ${more} FROM generate_series(1, ${CUSTOMERS}) n`,
      [TENANT, DAY],
    );
  await insert('customer (tenant, customer_id, wake, version, history, model_version)', "1, '', 1");
  for (const table of ['segment_watch', 'signal_watch'])
    await insert(`${table} (tenant, customer_id, due_on, changes)`, '0');
  await rig.rows(`ANALYZE ${TABLES.join(', ')}`, []);
  await rig.database.transaction(async (tx) => {
    const scanned = () => tx.query<{ name: string; scans: number }>(SCANNED, [TABLES]);
    const before = await scanned();
    expect(before).toHaveLength(TABLES.length);
    expect([await countDue(tx), await countSegmentWork(tx), await countSignalWork(tx)]).toEqual([3, 3, 3]);
    expect(await scanned()).toEqual(before);
  });
});
