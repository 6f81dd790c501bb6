import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Query } from '@nestjs/common';
import { OrderRecorded } from '@orderweave/contracts';
import { emit, Database } from '@orderweave/postgres';
import { from, topology } from '@orderweave/stream';
import { testKafka, testPostgres, type TestPostgres } from '@orderweave/testing';
import { IsInt, Max } from 'class-validator';
import { Type } from 'class-transformer';
import { Caller, Roles, type CallerIdentity } from './auth/caller.js';
import { bootService, type RunningService } from './boot-service.js';
import { ProgressBoard } from './health/progress-board.js';

class Page {
  @Type(() => Number)
  @IsInt()
  @Max(100)
  limit!: number;
}

@Controller('v1')
class EchoController {
  @Get('who')
  who(@Caller() caller: CallerIdentity): CallerIdentity {
    return caller;
  }

  @Get('page')
  page(@Query() page: Page): Page {
    return page;
  }

  @Roles('admin')
  @Get('admin')
  admin(): string {
    return 'admin';
  }

  @Get('broken')
  broken(): never {
    throw new Error('password=hunter2');
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

const key = (name: string, role: string) => ({
  name,
  role,
  tenant: 'acme',
  sha256: createHash('sha256').update(name).digest('hex'),
});

describe('a service', () => {
  let service: RunningService;
  let schema: TestPostgres;
  const get = (path: string, bearer?: string) =>
    fetch(`${service.url}${path}`, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} });

  beforeAll(async () => {
    const kafka = await testKafka();
    schema = await testPostgres();
    service = await bootService({
      name: 'echo',
      module: EchoModule,
      topology: () => topology('echo', from('test').emits(OrderRecorded)),
      env: {
        PORT: '0',
        DATABASE_URL: schema.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        API_KEYS: JSON.stringify([key('a-key', 'admin'), key('r-key', 'rep')]),
        LOG_LEVEL: 'silent',
        // Its page is served by a package that cannot be loaded inside Jest on Node 20.
        DOCS_PAGE: 'false',
      },
    });
  });
  afterAll(async () => {
    await service.stop();
    await schema.drop();
  });

  it('is alive, ready, measured and documented without a key', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics', '/docs-json', '/v1/progress']) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    expect(await (await get('/metrics')).text()).toContain('orderweave_outbox_messages 0');
  });

  it('asks for a key, knows its caller, and keeps roles apart', async () => {
    const refused = await get('/v1/who');
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await (await get('/v1/who', 'a-key')).json()).toEqual({
      name: 'a-key',
      tenant: 'acme',
      role: 'admin',
      channels: ['*'],
    });
    expect((await get('/v1/who', 'other')).status).toBe(401);
    expect((await get('/v1/admin', 'r-key')).status).toBe(403);
    expect((await get('/v1/admin', 'a-key')).status).toBe(200);
  });

  it('names every fault of a request', async () => {
    const problem = (await (await get('/v1/page?limit=1000&x=1', 'a-key')).json()) as {
      errors: { field: string; rule: string }[];
    };
    expect(problem.errors.map(({ field, rule }) => [field, rule]).sort()).toEqual([
      ['/limit', 'max'],
      ['/x', 'whitelistValidation'],
    ]);
  });

  it('says nothing of its inside when it fails', async () => {
    const response = await get('/v1/broken', 'a-key');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('hunter2');
    expect((await get('/v1/nowhere', 'a-key')).status).toBe(404);
  });

  it('is drained when neither the outbox nor any source of work has something left', async () => {
    let left = 2;
    service.app.get(ProgressBoard).add('chores', async () => Math.max(0, left--));
    const first = (await (await get('/v1/progress')).json()) as object;
    expect(first).toMatchObject({ drained: false, pending: { chores: 2 } });
    expect(await (await get('/v1/progress?wait=3000')).json()).toMatchObject({ drained: true, pending: { chores: 0 } });
  });

  it('publishes what a transaction emitted', async () => {
    const order = { tenant: 'acme', channel: 'c', externalId: '1' };
    await service.app.get(Database).transaction(async (tx) => tx.publish([emit(OrderRecorded, order as never)]));
    expect(await (await get('/v1/progress?wait=5000')).json()).toMatchObject({ outbox: 0 });
  });
});
