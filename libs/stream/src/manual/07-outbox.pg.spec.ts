import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createDataSource,
  Database,
  messageOf,
  migrate,
  OutboxReader,
  statement,
  type OutboxBatch,
} from '@orderweave/postgres';
import { testPostgres } from '@orderweave/testing';

const values = (batch: OutboxBatch) => batch.records.map((record) => messageOf(record).value.toString());

describe('7. What a process wrote into the outbox', () => {
  let database: Database;
  let other: Database;
  beforeAll(async () => {
    const { url } = await testPostgres();
    const source = createDataSource({ url });
    await migrate(source);
    await source.destroy();
    [database, other] = [new Database({ url }), new Database({ url })];
  });
  beforeEach(() => database.query(statement('spec.clear', 'DELETE FROM outbox')));
  afterAll(() => Promise.all([database.close(), other.close()]));

  const publish = (into: Database, value: string) =>
    into.transaction(async (tx) => {
      tx.publishRaw({ topic: 't', key: 'k', headers: { h: value }, value: Buffer.from(value) });
      await Promise.resolve();
    });
  /** Makes what stands in the table differ from what was written, so that one sees where a reader has it from. */
  const damage = () => database.query(statement('spec.damage', `UPDATE outbox SET frames = '\\x0000'`));

  it('7.1 is not read back; what others wrote is, each at its place', async () => {
    const reader = new OutboxReader(database);
    const stop = database.onPublished((rows) => reader.keep(rows));
    await publish(database, 'own 1');
    await publish(other, 'other');
    await publish(database, 'own 2');
    expect(values(await reader.read(10))).toEqual(['own 1', 'other', 'own 2']);
    await damage();
    const batch = await reader.read(10);
    expect(values(batch)).toEqual(['own 1', 'own 2']);
    await reader.remove(batch);
    expect((await reader.read(10)).ids).toEqual([]);
    stop();
  });

  it('7.2 is read back once it is let go of, and what was rolled back is nowhere', async () => {
    const reader = new OutboxReader(database);
    const stop = database.onPublished((rows) => reader.keep(rows));
    const failing = database.transaction(async (tx) => {
      tx.publishRaw({ topic: 't', key: 'k', headers: {}, value: Buffer.from('never') });
      await tx.query(statement('spec.fault', 'SELECT 1 / 0'));
    });
    await expect(failing).rejects.toThrow(/division/);
    await publish(database, 'own');
    expect(values(await reader.read(10))).toEqual(['own']);
    await damage();
    reader.forget();
    expect(values(await reader.read(10))).toEqual([]);
    stop();
  });
});
