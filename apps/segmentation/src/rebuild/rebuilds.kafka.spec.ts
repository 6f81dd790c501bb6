import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CustomerActivity,
  CustomerProfiled,
  CustomerTransition,
  type Activity,
  type Transition,
} from '@orderweave/contracts';
import { parseDay, startOfDay } from '@orderweave/domain-ordering';
import { wideStatement } from '@orderweave/postgres';
import { eventually, testKafka } from '@orderweave/testing';
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { buildActivity } from '../testing/build-activity.js';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

const TENANT = 'acme-rebuild';
const START = parseDay('2025-03-03');
type Json = Record<string, unknown> & { items: Record<string, unknown>[]; differences: Record<string, unknown>[] };

describe('rebuilds over HTTP', () => {
  let service: ServedSegmentation;
  let kafka: Kafka;
  let producer: Producer;
  let sent = 0;
  const amounts = new Map<string, number>();

  beforeAll(async () => {
    service = await serveSegmentation([
      { name: 'ops-rebuild', role: 'ops', tenant: TENANT },
      { name: 'rep-rebuild', role: 'rep', tenant: TENANT },
      { name: 'other-rebuild', role: 'admin', tenant: 'other-rebuild' },
    ]);
    const { brokers, prefix } = await testKafka();
    kafka = new kafkajs.Kafka({ clientId: prefix, brokers, logLevel: kafkajs.logLevel.NOTHING });
    producer = kafka.producer({ idempotent: true });
    await producer.connect();
    await call('PUT', '/v1/clock', { mode: 'manual', now: instantOf(START) });
  });
  afterAll(async () => {
    await producer?.disconnect();
    await service?.stop();
  });

  const instantOf = (day: number) => new Date(startOfDay(day, 'Asia/Shanghai')).toISOString();

  async function call(method: string, path: string, body?: object, who = 'ops-rebuild'): Promise<[number, Json]> {
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${who}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return [response.status, (await response.json()) as Json];
  }

  /** Sends orders of every customer, some of them corrected at once. */
  async function order(day: number, customers: number, from = 0): Promise<void> {
    const activities = Array.from({ length: customers }, (_, number): Activity[] => {
      const index = from + number;
      const given = { tenant: TENANT, customerId: `c${index}`, order: `web/${sent++}`, day };
      const first = buildActivity({ ...given, amount: String(10 + ((index * 37) % 90)) });
      const versions = index % 5 > 0 ? [first] : [first, { ...first, version: 2, netAmount: '5' }];
      amounts.set(first.order, Number(versions.at(-1)!.netAmount));
      return versions;
    }).flat();
    const messages = activities.map((activity) => ({
      key: CustomerActivity.key(activity),
      value: JSON.stringify(activity),
      headers: { ce_type: CustomerActivity.type },
    }));
    await producer.send({ topic: CustomerActivity.topic, messages });
  }

  async function settled(): Promise<void> {
    for (;;) {
      const [, progress] = await call('GET', '/v1/progress?wait=20000');
      if (progress['drained'] === true) return;
    }
  }

  async function reached(id: number, state: string): Promise<Json> {
    return eventually(async () => {
      const [, rebuild] = await call('GET', `/v1/rebuilds/${id}`);
      expect(rebuild).toMatchObject({ state });
      return rebuild;
    }, 30_000);
  }

  /** The tenant's transitions that stand on the log. */
  async function transitions(): Promise<Transition[]> {
    const admin = kafka.admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(CustomerTransition.topic);
    await admin.disconnect();
    let left = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    const found: Transition[] = [];
    const consumer = kafka.consumer({ groupId: `rebuild-${process.hrtime.bigint()}` });
    await consumer.connect();
    await consumer.subscribe({ topic: CustomerTransition.topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const eachMessage = async ({ message }: { message: { value: Buffer | null } }) => {
        found.push(JSON.parse(message.value!.toString()) as Transition);
        if (--left === 0) resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    await consumer.disconnect();
    return found.filter(({ tenant }) => tenant === TENANT);
  }

  const run = (text: string) => service.database.query<Record<string, unknown>>(wideStatement(text));
  const expectedAmount = () => String([...amounts.values()].reduce((sum, amount) => sum + amount, 0));
  const sums = async () => run('SELECT count(*)::int AS orders, sum(amount)::text AS amount FROM ledger_entry');

  let id: number;

  it('1. finds what was damaged, and names customer, row and column', async () => {
    for (let day = 0; day < 3; day++) {
      await order(START + day, 40);
      await call('PUT', '/v1/clock', { mode: 'manual', now: instantOf(START + day + 20 * day) });
    }
    const profile = { tenant: TENANT, customerId: 'c3', version: 1, identifiers: ['id:c3'], name: 'Three' };
    await producer.send({
      topic: CustomerProfiled.topic,
      messages: [{ key: `${TENANT}/c3`, value: JSON.stringify(profile), headers: { ce_type: CustomerProfiled.type } }],
    });
    await settled();
    await run(`UPDATE ledger_entry SET amount = amount + 1000 WHERE customer_id = 'c1' AND order_key = 'web/1'`);
    await run(`UPDATE customer SET risk = 'lost' WHERE customer_id = 'c2'`);
    await run(`DELETE FROM profile WHERE customer_id = 'c3'`);
    await run(`UPDATE month_tier SET live_tier = 'A' WHERE customer_id = 'c5' AND month = '2025-03'`);

    expect((await call('POST', '/v1/rebuilds', undefined, 'rep-rebuild'))[0]).toBe(403);
    const [status, begun] = await call('POST', '/v1/rebuilds');
    expect([status, begun['startedBy']]).toEqual([202, 'ops-rebuild']);
    id = Number(begun['id']);
    const [refused, problem] = await call('POST', '/v1/rebuilds');
    expect([refused, problem['type']]).toEqual([409, 'urn:orderweave:problem:rebuild-exists']);
    await order(START + 4, 10, 20);
    const ready = await reached(id, 'ready');
    expect(ready).toMatchObject({ percent: 100, fault: null });
    const [, { items }] = await call('GET', `/v1/rebuilds/${id}/differences?basis=state`);
    expect(
      items.map(({ table, kind, customerId }) => `${String(table)} ${String(kind)} ${String(customerId)}`),
    ).toEqual([
      'ledger_entry different c1',
      'customer different c2',
      'profile only-rebuilt c3',
      'month_tier different c5',
    ]);
    expect(items[0]).toMatchObject({
      key: { order_key: 'web/1' },
      live: { amount: '1047' },
      rebuilt: { amount: '47' },
    });
    expect(items[1]).toMatchObject({ live: { risk: 'lost' } });
  });

  it('2. gives the differences as CSV, page by page, and to nobody else', async () => {
    const [, first] = await call('GET', `/v1/rebuilds/${id}/differences?basis=state&limit=3`);
    expect(first.items).toHaveLength(3);
    const [, second] = await call('GET', `/v1/rebuilds/${id}/differences?basis=state&cursor=${String(first['next'])}`);
    expect([second.items.map(({ table }) => table), second['next']]).toEqual([['month_tier'], null]);
    const response = await fetch(`${service.url}/v1/rebuilds/${id}/differences?basis=state`, {
      headers: { authorization: 'Bearer ops-rebuild', accept: 'text/csv' },
    });
    const lines = (await response.text()).split('\r\n');
    expect(lines.slice(0, 2)).toEqual([
      'table,basis,kind,customer_id,key,column,live,rebuilt',
      'ledger_entry,state,different,c1,order_key=web/1,amount,1047,47',
    ]);
    expect((await call('GET', `/v1/rebuilds/${id}/differences`, undefined, 'other-rebuild'))[1].items).toEqual([]);
    expect((await call('GET', '/v1/rebuilds/999'))[0]).toBe(404);
    expect((await call('POST', `/v1/rebuilds/${id}/switch-back`))[0]).toBe(409);
  });

  it('3. mends by the switch, while orders go on: nothing is lost, and nothing told twice', async () => {
    // What the shadow was judged by moves on before the switch.
    await call('PUT', '/v1/clock', { mode: 'manual', now: instantOf(START + 43) });
    await settled();
    expect((await call('POST', `/v1/rebuilds/${id}/switch`))[0]).toBe(202);
    for (let n = 0; n < 5; n++) await order(START + 42, 10, 20);
    await reached(id, 'switched');
    await order(START + 42, 10, 20);
    await settled();
    expect(await sums()).toEqual([{ orders: sent, amount: expectedAmount() }]);
    expect(await run(`SELECT name FROM profile WHERE customer_id = 'c3'`)).toEqual([{ name: 'Three' }]);
    expect(await run(`SELECT customer_id FROM customer WHERE risk = 'lost'`)).toEqual([]);
    const after = await transitions();
    expect(new Set(after.map(({ id: one }) => one)).size).toBe(after.length);
  });

  it('4. is then what the log says, once more', async () => {
    expect((await call('DELETE', `/v1/rebuilds/${id}`))[0]).toBe(202);
    await reached(id, 'discarded');
    const [, begun] = await call('POST', '/v1/rebuilds');
    id = Number(begun['id']);
    expect((await call('POST', `/v1/rebuilds/${id}/stop`))[0]).toBe(202);
    await reached(id, 'stopped');
    expect((await call('POST', `/v1/rebuilds/${id}/resume`))[0]).toBe(202);
    await reached(id, 'ready');
    // As a process leaves it that dies while the live service stands still.
    await run(`UPDATE stream_offset SET epoch = epoch + 1, owner = 'held' WHERE topic = '${CustomerActivity.topic}'`);
    await order(START + 42, 10, 20);
    await run(`UPDATE rebuild SET state = 'comparing' WHERE id = ${id}`);
    await settled();
    await reached(id, 'ready');
    expect((await call('GET', `/v1/rebuilds/${id}/differences?basis=state`))[1].items).toEqual([]);
    expect((await call('GET', '/v1/rebuilds'))[1].items.map(({ state }) => state)).toEqual(['ready', 'discarded']);
  });

  it('5. can be taken back, and the former state then knows what came meanwhile', async () => {
    const told = (await transitions()).length;
    await call('POST', `/v1/rebuilds/${id}/switch`);
    await reached(id, 'switched');
    expect((await transitions()).length).toBe(told);
    await order(START + 43, 10, 20);
    await settled();
    await call('POST', `/v1/rebuilds/${id}/switch-back`);
    await reached(id, 'ready');
    await order(START + 44, 10, 20);
    await settled();
    expect(await sums()).toEqual([{ orders: sent, amount: expectedAmount() }]);
    const all = await transitions();
    expect(new Set(all.map(({ id: one }) => one)).size).toBe(all.length);
  });
});
