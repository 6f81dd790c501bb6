import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDataSource, Database, isTransient, migrate, statement, type Transaction } from '@orderweave/postgres';
import { testPostgres } from '@orderweave/testing';
import fc from 'fast-check';

const ADD = statement('spec.add', 'INSERT INTO step (n) VALUES ($1)');
const ALL = statement('spec.all', 'SELECT n FROM step ORDER BY place');
const FAULT = statement('spec.divide', 'SELECT 1 / $1::int');
const NEXT = statement('spec.next', 'SELECT 1 AS one');
const published = { topic: 't', key: 'k', headers: {}, value: Buffer.from('v') };

describe('10. Statements go to PostgreSQL without waiting for the answers before', () => {
  let database: Database;
  beforeAll(async () => {
    const { url } = await testPostgres();
    const source = createDataSource({ url });
    await migrate(source);
    await source.query('CREATE TABLE step (place bigserial, n int PRIMARY KEY)');
    await source.destroy();
    database = new Database({ url });
  });
  beforeEach(() => database.query(statement('spec.empty', 'TRUNCATE step, outbox')));
  afterAll(() => database.close());

  const steps = async () => (await database.query<{ n: number }>(ALL)).map(({ n }) => n);
  const messages = async () => (await database.query(statement('spec.outbox', 'SELECT id FROM outbox'))).length;

  it('10.1 what nobody waited for fails whatever is waited for next, by its own error', async () => {
    const failing = database.transaction(async (tx) => {
      tx.write(ADD, [1]);
      tx.write(FAULT, [0]);
      tx.write(ADD, [2]);
      await tx.query(NEXT);
    });
    await expect(failing).rejects.toThrow(/division by zero/);
    expect(await steps()).toEqual([]);
  });

  it('10.2 it fails the commit when nothing is waited for, and nothing of the transaction is left', async () => {
    const told: string[] = [];
    const failing = database.transaction((tx) => {
      tx.onCommit(() => told.push('committed'));
      tx.onRollback(() => told.push('rolled back'));
      tx.publishRaw(published);
      tx.write(ADD, [1]);
      tx.write(ADD, [1]);
    });
    await expect(failing).rejects.toThrow(/duplicate key/);
    expect([told, await steps(), await messages()]).toEqual([['rolled back'], [], 0]);
  });

  it('10.3 work that passes over a failure is not taken for committed', async () => {
    const failing = database.transaction((tx) => tx.query(FAULT, [0]).catch(() => []));
    await expect(failing).rejects.toThrow(/division by zero/);
  });

  it('10.4 a part that fails is given up alone, what it did not wait for included', async () => {
    await database.transaction(async (tx) => {
      tx.write(ADD, [1]);
      const part = tx.nested(() => {
        tx.write(ADD, [2]);
        tx.write(ADD, [1]);
      });
      await expect(part).rejects.toThrow(/duplicate key/);
      expect(await tx.attempt(ADD, [1])).toBe(false);
      expect(await tx.attempt(ADD, [3])).toBe(true);
      tx.write(ADD, [4]);
    });
    expect(await steps()).toEqual([1, 3, 4]);
  });

  it('10.5 there is no way back over what failed before', async () => {
    for (const part of [
      (tx: Transaction) => tx.attempt(ADD, [2]),
      (tx: Transaction) => tx.nested(() => tx.attempt(ADD, [2])),
    ]) {
      const failing = database.transaction(async (tx) => {
        tx.write(FAULT, [0]);
        await part(tx).catch(() => undefined);
        await tx.query(NEXT);
      });
      await expect(failing).rejects.toThrow(/division by zero/);
    }
    expect(await steps()).toEqual([]);
  });

  it('10.6 whatever is waited for, statements take effect in their order, all or none', async () => {
    type Deed = readonly ['write' | 'execute' | 'attempt' | 'nested', number];
    const deed = fc.tuple(fc.constantFrom('write', 'execute', 'attempt', 'nested'), fc.integer({ min: 1, max: 12 }));
    const run = (tx: Transaction, [how, n]: Deed): unknown => {
      if (how === 'write') return tx.write(ADD, [n]);
      if (how === 'execute') return tx.execute(ADD, [n]);
      if (how === 'attempt') return tx.attempt(ADD, [n]);
      return tx.nested(() => tx.write(ADD, [n])).catch(() => undefined);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(deed as fc.Arbitrary<Deed>, { maxLength: 12 }), async (deeds) => {
        await database.query(statement('spec.empty', 'TRUNCATE step, outbox'));
        const expected: number[] = [];
        let fails = false;
        for (const [how, n] of deeds) {
          if (!expected.includes(n)) expected.push(n);
          else if (how === 'write' || how === 'execute') fails = true;
        }
        const done = await database
          .transaction(async (tx) => {
            tx.publishRaw(published);
            for (const one of deeds) await run(tx, one);
          })
          .then(
            () => true,
            () => false,
          );
        expect([done, await steps(), await messages()]).toEqual(fails ? [false, [], 0] : [true, expected, 1]);
      }),
      { numRuns: 60 },
    );
  });

  it('10.7 a connection that breaks under way is a passing fault, and the next transaction has another one', async () => {
    const failing = database.transaction(async (tx) => {
      const [me] = await tx.query<{ pid: number }>(statement('spec.pid', 'SELECT pg_backend_pid() AS pid'));
      for (let n = 1; n < 50; n++) tx.write(ADD, [n]);
      await database.query(statement('spec.end', 'SELECT pg_terminate_backend($1)'), [me!.pid]);
      for (let n = 50; n < 100; n++) await tx.execute(ADD, [n]);
    });
    await expect(failing.catch((error: unknown) => isTransient(error))).resolves.toBe(true);
    expect(await steps()).toEqual([]);
    await database.transaction((tx) => tx.write(ADD, [7]));
    expect(await steps()).toEqual([7]);
  });

  it('10.8 what cannot be told is not committed', async () => {
    const unspeakable = { type: 'unspeakable', topic: 't', schema: {}, key: () => 'k', decode: () => ({}) };
    const failing = database.transaction((tx) => {
      tx.write(ADD, [1]);
      tx.publishRaw(published);
      tx.publish([{ event: unspeakable, payload: { n: 1n } }]);
    });
    await expect(failing).rejects.toThrow(/BigInt/);
    expect([await steps(), await messages()]).toEqual([[], 0]);
  });

  it('10.9 nothing is sent once it has ended', async () => {
    let kept: Transaction | undefined;
    await database.transaction((tx) => void (kept = tx));
    expect(() => kept!.write(ADD, [1])).toThrow(/has ended/);
    await expect(kept!.query(NEXT)).rejects.toThrow(/has ended/);
    expect(await steps()).toEqual([]);
  });

  it('10.10 nothing can be sent beside an attempt, which would be undone with it', async () => {
    const beside: ((tx: Transaction) => unknown)[] = [
      (tx) => tx.write(ADD, [2]),
      (tx) => tx.execute(ADD, [2]),
      (tx) => tx.nested(() => tx.write(ADD, [2])),
    ];
    for (const send of beside) {
      const failing = database.transaction(async (tx) => {
        const attempt = tx.attempt(ADD, [1]);
        try {
          await send(tx);
        } finally {
          await attempt;
        }
      });
      await expect(failing).rejects.toThrow(/Wait for the attempt/);
    }
    expect(await steps()).toEqual([]);
  });
});
