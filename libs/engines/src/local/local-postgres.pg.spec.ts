import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { createDatabases } from '../create-databases.js';
import { freePort } from '../free-port.js';
import { takeFolder, type EngineFolder } from './engine-folder.js';
import { preparePostgres, type LocalPostgres } from './local-postgres.js';
import { identifyProcess } from './process-identity.js';

describe('PostgreSQL on this machine', () => {
  let folder: EngineFolder;
  let running: LocalPostgres | undefined;

  beforeEach(async () => {
    folder = await takeFolder({ dir: await mkdtemp(join(tmpdir(), 'postgres-')), databases: [] });
  });
  afterEach(async () => {
    await running?.process.stop();
    running = undefined;
    await rm(folder.dir, { recursive: true });
  });

  async function start(over: Partial<EngineFolder> = {}): Promise<LocalPostgres> {
    running = await preparePostgres({ ...folder, ...over }, await freePort());
    await running.process.start();
    return running;
  }

  it('keeps what was committed over a SIGKILL, over a restart, and until asked for a fresh start', async () => {
    const postgres = await start();
    await createDatabases(postgres.url('postgres'), ['orders', 'and "more"']);
    await createDatabases(postgres.url('postgres'), ['orders', 'and "more"']);
    await query(postgres.url('orders'), 'create table t as select 42 as n');
    await postgres.process.kill('SIGKILL');
    await expect(query(postgres.url('orders'), 'select 1')).rejects.toThrow();
    await postgres.process.restart();
    expect(await query(postgres.url('orders'), 'select n from t')).toEqual([{ n: 42 }]);

    await postgres.process.stop();
    const again = await start();
    expect(await query(again.url('orders'), 'select n from t')).toEqual([{ n: 42 }]);
    await again.process.stop();
    const fresh = await start({ fresh: true });
    await expect(query(fresh.url('orders'), 'select 1')).rejects.toThrow('database "orders" does not exist');
  });

  it('is durable, local and closed to whoever lacks the password', async () => {
    const postgres = await start();
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect(await query(postgres.url('postgres'), `show ${setting}`)).toEqual([{ [setting]: 'on' }]);
    }
    expect(await query(postgres.url('postgres'), 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    await query(postgres.url('postgres'), 'create extension pg_stat_statements');
    expect(await query(postgres.url('postgres'), 'select count(*) > 0 as seen from pg_stat_statements')).toHaveLength(
      1,
    );

    const stranger = new URL(postgres.url('postgres'));
    stranger.password = 'guess';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(folder.dir, 'postgres.password'))).mode & 0o777).toBe(0o600);
  });

  it('starts over what a killed run left: lock files of a pid that others have now, an unfinished data folder', async () => {
    await (await start()).process.stop();
    const self = identifyProcess(process.pid);
    const data = join(folder.dir, 'postgres');
    await writeFile(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n1\n5432\n\n127.0.0.1\n`);
    await writeFile(join(folder.dir, 'postgres.pid'), JSON.stringify(self));
    expect(await query((await start()).url('postgres'), 'select 1 as n')).toEqual([{ n: 1 }]);

    await running?.process.stop();
    await rm(data, { recursive: true });
    await mkdir(`${data}.new-1`);
    await start();
    expect((await readdir(folder.dir)).filter((name) => name.includes('.new-'))).toEqual([]);
  });

  it('stops a server that a killed run left running, even without its pid file', async () => {
    const left = await start();
    await rm(join(folder.dir, 'postgres.pid'));
    const lines: string[] = [];
    await start({ log: (line) => lines.push(line) });
    expect(lines).toEqual(['PostgreSQL of an earlier run was still up: stopped it']);
    await expect(query(left.url('postgres'), 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('names the port that is in use and how to choose another', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    const prepared = preparePostgres(folder, port);
    await expect(prepared).rejects.toThrow(new RegExp(`Port ${port}.*PostgreSQL.*ENGINES_POSTGRES_PORT=<port>`));
    server.close();
  });

  it('puts the data elsewhere when root owns a folder that the account of PostgreSQL cannot reach', async () => {
    const closed = join(folder.dir, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o700);
    const inner = await takeFolder({ dir: join(closed, 'engines'), databases: [] });
    const postgres = await start(inner);
    expect(await query(postgres.url('postgres'), 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(postgres.data.startsWith(inner.dir)).toBe(process.getuid?.() !== 0);
    await postgres.process.stop();
    await rm(dirname(postgres.data), { recursive: true });
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
