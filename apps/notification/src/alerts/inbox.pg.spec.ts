import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { alertId } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database } from '@orderweave/postgres';
import { Problem, type CallerIdentity } from '@orderweave/service';
import { eventually } from '@orderweave/testing';
import { pino } from 'pino';
import { loadPolicy } from '../rules/load-policy.js';
import { raiseAlerts } from '../rules/raise-alerts.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { calendarOf } from '../testing/calendars.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { AlertFeed } from './alert-feed.js';
import { AlertInbox, type AlertAct } from './alert-inbox.js';
import { AlertListQuery } from './alert-query.js';
import { positionOf, streamAlerts } from './stream-alerts.js';

const policy = loadPolicy('');
const boss: CallerIdentity = { name: 'boss', tenant: 'default', role: 'manager', channels: ['*'] };
const rep: CallerIdentity = { ...boss, name: 'li.wei', role: 'rep' };
const stranger: CallerIdentity = { ...boss, tenant: 'other' };

describe('the inbox', () => {
  let database: Database;
  let end: () => Promise<void>;
  let feed: AlertFeed;
  let inbox: AlertInbox;
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
    feed = new AlertFeed(database, pino({ level: 'silent' }));
    inbox = new AlertInbox(database, policy, feed, calendarOf);
  });
  beforeEach(() => database.pool.query('TRUNCATE alert, alert_outcome, task, outbox CASCADE'));
  afterAll(async () => {
    feed.beforeApplicationShutdown();
    await end();
  });

  const transitionOf = (n: number): Transition =>
    sampleTransition({
      id: `t-${n}`,
      customerId: `c-${n}`,
      customer: { name: `客户 ${n}`, identifiers: [], owner: n % 2 ? 'li.wei' : 'zhang.min' },
    });
  const raise = async (...numbers: number[]): Promise<string[]> => {
    const transitions = numbers.map(transitionOf);
    const now = Date.parse('2026-03-01T06:00:00Z') + Math.max(0, ...numbers) * 1000;
    const parts = {
      policy,
      calendarOf,
      queueDeliveries: async () => undefined,
      onRaised: () => feed.wake(),
      now: () => now,
    };
    const context = { topic: 'x', partition: 0, epoch: '1' };
    await database.transaction((tx) => raiseAlerts(parts)(receivedTransitions(transitions), tx, context));
    return transitions.map(alertId);
  };
  const acknowledge = ({ name }: CallerIdentity, alertId: string, note?: string): AlertAct => ({
    ...{ alertId, event: () => ({ action: 'acknowledge', actor: name }), note },
  });
  const list = (caller: CallerIdentity, more: Partial<AlertListQuery> = {}) =>
    inbox.list(caller, Object.assign(new AlertListQuery(), more), 'zh-CN');
  const problem = async (work: Promise<unknown>): Promise<number> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Problem);
    return (error as Problem).parts.status;
  };

  it('finds alerts by a part of the customer’s name, under every id of the customer, and no others', async () => {
    const ids = await raise(11, 12, 111);
    const names = ['华东贸易', 'Northgate Ltd', '华东酒店'];
    await database.pool.query('TRUNCATE customer_tier, customer_alias');
    for (const [n, name] of names.entries())
      await database.pool.query(
        `INSERT INTO customer_tier (tenant, customer_id, name, known_since, live) VALUES ('default', $1, $2, '2026-01', '{}')`,
        [`c-${[11, 12, 111][n]}`, name],
      );
    const found = async (search: string, more: Partial<AlertListQuery> = {}, caller = boss) =>
      (await list(caller, { search, ...more })).items.map(({ id }) => id).sort();
    expect(await found('华东')).toEqual([ids[0], ids[2]].sort());
    expect(await found('northGATE')).toEqual([ids[1]]);
    expect(await found('c-12')).toEqual([ids[1]]);
    // It is letters, and nothing else.
    for (const none of ['%', '_', '华_', 'Nord']) expect(await found(none)).toEqual([]);
    expect(await found('华东', { customer: 'c-111' })).toEqual([ids[2]]);
    expect(await found('华东', { customer: 'c-12' })).toEqual([]);
    expect(await found('华东', {}, stranger)).toEqual([]);
    expect(await found('Northgate', {}, rep)).toEqual([]);
    // c-12 has become part of c-111.
    await database.pool.query(
      `INSERT INTO customer_alias (tenant, customer_id, version, merged_into, holder) VALUES ('default', 'c-12', 1, 'c-111', 'c-111')`,
    );
    expect(await found('酒店')).toEqual([ids[1], ids[2]].sort());
    await database.pool.query('TRUNCATE customer_tier, customer_alias');
  });

  it('lists alerts newest first, page by page, each once', async () => {
    for (const n of [1, 2, 3]) await raise(n);
    await raise(4, 5, 6);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(boss, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ customer }) => customer.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen.slice(3)).toEqual(['c-3', 'c-2', 'c-1']);
    expect([...seen].sort()).toEqual(['c-1', 'c-2', 'c-3', 'c-4', 'c-5', 'c-6']);
    expect(await problem(list(boss, { cursor: 'nonsense' }))).toBe(400);
  });

  it('shows a rep own customers only, whatever is asked, and nobody another tenant', async () => {
    const [own, other] = await raise(1, 2);
    expect((await list(rep, { owner: 'zhang.min' })).items.map(({ id }) => id)).toEqual([own]);
    expect((await list(boss, { owner: 'zhang.min' })).items.map(({ id }) => id)).toEqual([other]);
    expect(await inbox.counts(rep, {})).toEqual({ active: 1, byState: { open: 1 }, bySeverity: { warning: 1 } });
    expect(await problem(inbox.read(rep, other!, 'en'))).toBe(404);
    expect(await problem(inbox.change(rep, acknowledge(rep, other!), 'en'))).toBe(404);
    expect((await list(stranger)).items).toEqual([]);
    expect(await problem(inbox.read(stranger, own!, 'en'))).toBe(404);
  });

  it('filters by state, severity, kind and customer', async () => {
    const [first] = await raise(1, 2);
    await inbox.change(boss, acknowledge(boss, first!), 'en');
    const ids = async (more: Partial<AlertListQuery>) =>
      (await list(boss, more)).items.map(({ customer }) => customer.id);
    expect(await ids({ state: ['acknowledged', 'resolved'] })).toEqual(['c-1']);
    expect(await ids({ state: ['open'], severity: ['warning'], kind: ['risk'] })).toEqual(['c-2']);
    expect(await ids({ severity: ['critical'] })).toEqual([]);
    expect(await ids({ customer: 'c-2' })).toEqual(['c-2']);
  });

  it('acknowledges once, however often and by however many at once, and keeps who it was', async () => {
    const [id] = await raise(1);
    const act = (caller: CallerIdentity, note: string) => inbox.change(caller, acknowledge(caller, id!, note), 'en');
    const before = await published();
    await Promise.all([act(rep, 'called'), act(boss, 'me too'), act(rep, 'again')]);
    const detail = await inbox.read(boss, id!, 'zh-CN');
    expect(detail).toMatchObject({ state: 'acknowledged', acknowledgedBy: detail.audit[0]!.actor });
    expect(detail.audit).toHaveLength(1);
    expect(detail.transition).toEqual(transitionOf(1));
    expect(detail.why[0]).toContain('已 42 天未下单');
    expect(await published()).toBe(before + 1);
  });

  it('resolves, and refuses to acknowledge what is resolved', async () => {
    const [id] = await raise(1);
    await inbox.change(
      rep,
      { alertId: id!, event: () => ({ action: 'resolve', actor: 'li.wei', reason: 'price' }), note: 'agreed' },
      'en',
    );
    expect(await problem(inbox.change(rep, acknowledge(rep, id!), 'en'))).toBe(409);
    const { audit } = await inbox.read(rep, id!, 'en');
    expect(audit).toMatchObject([
      { actor: 'li.wei', action: 'resolve', state: 'resolved', note: 'agreed', detail: 'price' },
    ]);
  });

  const published = async (): Promise<number> =>
    Number((await database.pool.query('SELECT coalesce(sum(messages), 0) AS n FROM outbox')).rows[0].n);

  describe('as a stream', () => {
    it('tells what is raised and what changes, and resumes after the last event seen', async () => {
      const server = createServer((request, response) => {
        const left = new AbortController();
        response.on('close', () => left.abort());
        const position = positionOf(request.headers['last-event-id'] as string | undefined);
        const person = request.url === '/rep' ? 'li.wei' : undefined;
        const pages = feed.follow({ tenant: 'default', person, position }, left.signal);
        void streamAlerts(
          response,
          pages,
          { present: ({ transition, state }) => [transition.customerId, state] },
          left.signal,
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const open = (path: string, lastEventId?: string) => read(port, path, lastEventId);

      await raise(1);
      const all = await open('/');
      const own = await open('/rep');
      const [second] = await raise(2, 3);
      await eventually(() => expect([...all.events].sort()).toEqual(['["c-2","open"]', '["c-3","open"]']));
      await inbox.change(boss, acknowledge(boss, second!), 'en');
      await eventually(() => expect(all.events.at(-1)).toBe('["c-2","acknowledged"]'));
      expect(own.events).toEqual(['["c-3","open"]']);
      all.leave();
      await raise(5, 6);
      const resumed = await open('/', all.lastId());
      await eventually(() => expect([...resumed.events].sort()).toEqual(['["c-5","open"]', '["c-6","open"]']));
      await eventually(() => expect(own.events).toEqual(['["c-3","open"]', '["c-5","open"]']));
      own.leave();
      resumed.leave();
      server.close();
    });

    it('misses nothing that commits behind a transaction that began later', async () => {
      const left = new AbortController();
      const seen: string[] = [];
      const reading = (async () => {
        for await (const page of feed.follow({ tenant: 'default' }, left.signal))
          seen.push(...page.map(({ transition }) => transition.customerId));
      })();
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const parts = {
        policy,
        calendarOf,
        queueDeliveries: () => held,
        onRaised: () => feed.wake(),
        now: () => Date.parse('2026-03-01T06:00:00Z'),
      };
      const context = { topic: 'x', partition: 0, epoch: '1' };
      const slow = database.transaction((tx) =>
        raiseAlerts(parts)(receivedTransitions([transitionOf(1)]), tx, context),
      );
      await eventually(async () => {
        const { rows } = await database.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND usename = current_user`,
        );
        expect(rows).toHaveLength(1);
      });
      await raise(2);
      release();
      await slow;
      await eventually(() => expect([...seen].sort()).toEqual(['c-1', 'c-2']));
      left.abort();
      await reading;
    });
  });
});

/** Reads server-sent events; resolves once the stream has begun. */
async function read(port: number, path: string, lastEventId?: string) {
  const headers = lastEventId ? { 'last-event-id': lastEventId } : {};
  const events: string[] = [];
  let text = '';
  const request = get({ port, path, headers });
  const response = await new Promise<IncomingMessage>((resolve) => request.on('response', resolve));
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    events.splice(0, events.length, ...[...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data!));
  });
  response.on('error', () => undefined);
  const lastId = () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1];
  await eventually(() => expect(text).toContain('retry'));
  return { events, lastId, leave: () => request.destroy() };
}
