import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statement } from '@orderweave/postgres';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

const TENANT = 'acme-signals';
const key = (name: string, role: string, tenant = TENANT) => ({ name, role, tenant });
type Json = Record<string, unknown> & { items: Record<string, unknown>[]; errors: Record<string, unknown>[] };
/** 2024-01-01. */
const DAY = 19_723;

describe('the API of signals', () => {
  let service: ServedSegmentation;

  beforeAll(async () => {
    service = await serveSegmentation([
      key('sig-ana', 'analyst'),
      key('sig-rep', 'rep'),
      key('sig-else', 'admin', 'other-signals'),
    ]);
    for (const [id, owner] of [
      ['c1', 'sig-rep'],
      ['c2', 'zoe'],
    ] as const)
      await addCustomer(id, owner);
    await run(
      `INSERT INTO customer_signal (tenant, customer_id, signal, subject, since, until, ended_on, reasons) VALUES
       ($1, 'c1', 'product-overdue', 'TEA, "250"', $2, $2::int + 300, NULL, '[{"name":"misses","value":4}]'),
       ($1, 'c1', 'rhythm-lengthens', '', $2, $2::int + 90, NULL, '[]'),
       ($1, 'c2', 'product-overdue', 'POT', $2, $2::int + 300, NULL, '[]'),
       ($1, 'c2', 'value-shrinks', '', $2, $2::int + 90, $2::int + 3, '[]')`,
      [TENANT, DAY],
    );
  });
  afterAll(() => service?.stop());

  async function addCustomer(id: string, owner: string): Promise<void> {
    await run(
      `INSERT INTO customer (tenant, customer_id, version, history, known_since, evaluated_on, model_version)
       VALUES ($1, $2, 1, $3, $4, $4, 0)`,
      [TENANT, id, `[[${DAY}],0,[],"2024-01","100"]`, DAY],
    );
    await run(
      `INSERT INTO profile (tenant, customer_id, version, identifiers, name, owner) VALUES ($1, $2, 1, '{}', $3, $4)`,
      [TENANT, id, `Name of ${id}`, owner],
    );
  }
  async function run(text: string, values: unknown[]): Promise<void> {
    await service.database.query(statement(`spec ${text.slice(12, 30)}`, text), values);
  }
  async function get(path: string, who = 'sig-ana', accept = 'application/json'): Promise<[number, string]> {
    const headers = { authorization: `Bearer ${who}`, accept, 'accept-language': 'en' };
    const response = await fetch(`${service.url}/v1/${path}`, { headers });
    return [response.status, await response.text()];
  }
  const read = async (path: string, who?: string): Promise<Json> => JSON.parse((await get(path, who))[1]) as Json;

  it('lists what customers give, by kind, in pages, and to a rep own customers only', async () => {
    const { items, next } = await read('signals');
    expect(items.map(({ signal, customerId }) => [signal, customerId])).toEqual([
      ['product-overdue', 'c1'],
      ['product-overdue', 'c2'],
      ['rhythm-lengthens', 'c1'],
    ]);
    expect(next).toBeNull();
    expect(items[0]).toEqual({
      ...{ customerId: 'c1', name: 'Name of c1', owner: 'sig-rep', signal: 'product-overdue', subject: 'TEA, "250"' },
      ...{ since: '2024-01-01', until: '2024-10-27', because: [{ name: 'misses', value: 4 }] },
      description: {
        'zh-CN': '常购产品 TEA, "250" 逾期未购，但仍在购买其他产品',
        en: 'TEA, "250" used to be ordered and is overdue, though others are bought',
      },
    });
    const first = await read('signals?kind=product-overdue&limit=1');
    const second = await read(`signals?kind=product-overdue&limit=1&cursor=${String(first['next'])}`);
    expect([first.items[0]!['customerId'], second.items[0]!['customerId'], second['next']]).toEqual(['c1', 'c2', null]);
    expect((await read('signals', 'sig-rep')).items.map(({ owner }) => owner)).toEqual(['sig-rep', 'sig-rep']);
    expect((await read('signals?owner=zoe', 'sig-rep')).items).toEqual([]);
    expect((await read('signals?owner=zoe')).items).toHaveLength(1);
    expect((await read('signals', 'sig-else')).items).toEqual([]);
    expect((await get('signals?kind=moon'))[0]).toBe(400);
    expect((await get('signals?cursor=x'))[0]).toBe(400);
  });

  it('gives the list as CSV', async () => {
    const [status, text] = await get('signals.csv?kind=product-overdue');
    expect([status, text.trim().split('\r\n')]).toEqual([
      200,
      [
        'customer_id,name,owner,signal,subject,since,until,en,zh',
        'c1,Name of c1,sig-rep,product-overdue,"TEA, ""250""",2024-01-01,2024-10-27,"TEA, ""250"" used to be ordered and is overdue, though others are bought","常购产品 TEA, ""250"" 逾期未购，但仍在购买其他产品"',
        'c2,Name of c2,zoe,product-overdue,POT,2024-01-01,2024-10-27,"POT used to be ordered and is overdue, though others are bought",常购产品 POT 逾期未购，但仍在购买其他产品',
      ],
    ]);
    const [, rows] = await get('signals', 'sig-rep', 'text/csv');
    expect(rows.trim().split('\r\n')).toHaveLength(3);
  });

  it('lists transitions with their reasons, and to a rep those of own customers only', async () => {
    const told = {
      ...{ label: 'began', recordedAt: '2024-01-02T00:00:00.000Z', cause: { type: 'deadline', ref: '2024-01-01' } },
      because: { inputs: [{ name: 'misses', value: 4 }], orders: [], currency: 'CNY', policyVersion: 'policy-1' },
      alertable: true,
    };
    await run(
      `INSERT INTO transition (tenant, kind, effective_at, id, customer_id, to_state, cause, told)
       SELECT $1, 'signal', timestamptz '2024-01-01 00:00Z' + n * interval '1 hour', 't' || n, 'c' || n, 'product-overdue', 'deadline', $2
         FROM generate_series(1, 2) AS n`,
      [TENANT, JSON.stringify(told)],
    );
    const { items, next } = await read('transitions?signal=product-overdue&limit=1');
    expect(items).toEqual([
      {
        ...{ id: 't2', customerId: 'c2', name: 'Name of c2', owner: 'zoe', kind: 'signal', from: null },
        ...{ to: 'product-overdue', effectiveAt: '2024-01-01T02:00:00.000Z', ...told },
      },
    ]);
    const rest = await read(`transitions?signal=product-overdue&limit=1&cursor=${String(next)}`);
    expect([rest.items.map(({ id }) => id), rest['next']]).toEqual([['t1'], null]);
    expect((await read('transitions', 'sig-rep')).items.map(({ id }) => id)).toEqual(['t1']);
    expect((await read('transitions?customer=c2', 'sig-rep')).items).toEqual([]);
    expect((await read('transitions', 'sig-else')).items).toEqual([]);
    for (const wrong of ['kind=moon', 'since=2024-13-01', 'since=2024-02-30', 'cause=luck', 'limit=0', 'cursor=x']) {
      expect([wrong, (await get(`transitions?${wrong}`))[0]]).toEqual([wrong, 400]);
    }
  });

  it('tells those of one customer, also beside its state', async () => {
    const { items, customerId } = await read('customers/c1/signals', 'sig-rep');
    expect([customerId, items.map(({ signal }) => signal)]).toEqual(['c1', ['product-overdue', 'rhythm-lengthens']]);
    expect((await read('customers/c2/signals')).items.map(({ signal }) => signal)).toEqual(['product-overdue']);
    expect((await get('customers/c2/signals', 'sig-rep'))[0]).toBe(404);
    expect((await get('customers/c1/signals', 'sig-else'))[0]).toBe(404);
    expect((await read('customers/c1/state'))['signals']).toEqual(items);
  });
});
