import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@orderweave/engines';
import { rememberServices, stopLeftovers } from './leftover-services.js';
import { ServiceFailure, ServiceProcess } from './service-process.js';

const READY = `
  import { createServer } from 'node:http';
  createServer((request, response) => response.end('{}')).listen(Number(process.env.PORT), '127.0.0.1');
`;
const STUBBORN = `${READY} process.on('SIGTERM', () => console.log('no'));`;
const BROKEN = `console.log('the database is gone'); process.exitCode = 3;`;

describe('a service process', () => {
  let folder: string;
  let port: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orderweave-service-'));
    port = await freePort();
  });
  afterEach(() => rm(folder, { recursive: true }));
  const start = async (source: string) => {
    const entry = join(folder, 'main.mjs');
    await writeFile(entry, source);
    return new ServiceProcess({
      ...{ name: 'order-ingest', args: [entry], cwd: folder, env: { PORT: String(port) } },
      ...{ url: `http://127.0.0.1:${port}`, logFile: join(folder, 'service.log'), patienceMs: 10_000 },
    });
  };

  it('is ready when it says so, and stops when told', async () => {
    const service = await start(READY);
    await service.ready();
    await service.stop();
    await service.ended;
    expect(() => process.kill(service.pid ?? 0, 0)).toThrow('ESRCH');
  });

  it('that ends by itself is named, with its status and last words', async () => {
    const service = await start(BROKEN);
    await expect(service.ready()).rejects.toThrow(ServiceFailure);
    await expect(service.failure()).rejects.toThrow(/order-ingest ended by itself \(status 3\).*the database is gone/s);
  });

  it('left behind by a killed start is stopped by the next one; a stranger with its pid is not', async () => {
    const service = await start(STUBBORN);
    await service.ready();
    const pids = join(folder, 'services.json');
    await rememberServices(pids, [
      { pid: process.pid, entry: '/another/main.js' },
      { pid: service.pid ?? 0, entry: join(folder, 'main.mjs') },
    ]);
    expect(await stopLeftovers(pids)).toBe(1);
    await service.ended;
    expect(await stopLeftovers(pids)).toBe(0);
  }, 20_000);
});
