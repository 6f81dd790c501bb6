import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statement } from '@orderweave/postgres';
import type { CallerIdentity } from '@orderweave/service';
import fc from 'fast-check';
import { type Crash, CrashError, openQuarantine } from './quarantine.fixture.js';

const CALLER: CallerIdentity = { name: 'ops', tenant: 'default', role: 'ops', channels: ['*'] };
const CAUSE = { caller: CALLER, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const STATES = statement('spec.states', 'SELECT id, state, times FROM quarantine WHERE channel = $1');
const DEEDS = statement(
  'spec.deeds',
  `SELECT d.entry_id AS id, d.state, d.order_key FROM quarantine_deed d JOIN quarantine q ON q.tenant = d.tenant AND q.id = d.entry_id
    WHERE q.channel = $1 ORDER BY d.id`,
);

const crash = fc.option(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant('unanswered' as const)), {
  nil: undefined,
  freq: 1,
});
const which = fc.integer({ min: 0, max: 2 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), which, as: fc.constantFrom('sound', 'faulty', 'foreign') }),
  fc.record({ kind: fc.constant('redrive' as const), which, with: fc.constantFrom('nothing', 'sound', 'faulty') }),
  fc.record({ kind: fc.constant('race' as const), which }),
  fc.record({ kind: fc.constant('discard' as const), which }),
  fc.record({ kind: fc.constant('bulk' as const) }),
);
type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) & { readonly crash?: Crash };

describe('whatever people and crashes do to the quarantine', () => {
  let rig: Awaited<ReturnType<typeof openQuarantine>>;
  let run = 0;
  beforeAll(async () => void (rig = await openQuarantine()));
  afterAll(() => rig.close());

  const order = (channel: string, n: number, more: object = {}) => ({
    ...{ channel, externalId: `o${n}`, placedAt: '2026-05-01T00:00:00Z', currency: 'CNY' },
    ...{ lines: [{ sku: 'S', quantity: 1, unitPrice: '9.9' }], ...more },
  });
  const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const sound = (channel: string, n: number): Buffer => bytes(order(channel, n));
  const faulty = (channel: string, n: number): Buffer => bytes(order(channel, n, { currency: 'yuan' }));
  const idOf = async (channel: string, n: number): Promise<string | undefined> => {
    const { entries } = rig;
    const filter = { tenant: 'default', channels: [channel], code: undefined, since: undefined, until: undefined };
    for (const state of ['open', 'redriven', 'discarded'] as const) {
      const rows = await rig.list.list(rig.database, { ...filter, state, after: undefined, limit: 50 });
      for (const { id } of rows) {
        const entry = await entries.get(rig.database, 'default', id);
        if (entry?.payload.equals(faulty(channel, n))) return id;
      }
    }
    return undefined;
  };

  /** Does one step, and once more what was cut off, as whoever got no answer does. */
  async function take(channel: string, one: Step): Promise<void> {
    const deed = async (): Promise<unknown> => {
      if (one.kind === 'send') {
        // Refused for the key that it came with, so that it is taken as it is from somebody else.
        if (one.as === 'foreign') return rig.send(sound(channel, one.which), ['elsewhere']);
        return rig.send(one.as === 'sound' ? sound(channel, one.which) : faulty(channel, one.which));
      }
      if (one.kind === 'bulk') {
        const filter = { tenant: 'default', state: 'open' as const, channels: [channel], code: undefined, limit: 50 };
        const rows = await rig.bulk.find({ ...filter, since: undefined, until: undefined, after: undefined });
        return rig.bulk.redrive(rows, CAUSE);
      }
      const id = await idOf(channel, one.which);
      if (id === undefined) return undefined;
      if (one.kind === 'discard') return rig.desk.discard(id, 'a test', CALLER, 'en');
      if (one.kind === 'race') {
        const twice = [1, 2, 3].map(() => rig.desk.redrive(id, sound(channel, one.which), CAUSE, 'en'));
        const all = await Promise.allSettled([...twice, rig.desk.discard(id, undefined, CALLER, 'en')]);
        const refused = all.flatMap((end) =>
          end.status === 'rejected' ? [end.reason as { getStatus(): number }] : [],
        );
        expect(refused.map((reason) => reason.getStatus()).filter((status) => status !== 409)).toEqual([]);
        return undefined;
      }
      const document = { nothing: undefined, sound: sound(channel, one.which), faulty: faulty(channel, one.which) };
      return rig.desk.redrive(id, document[one.with as keyof typeof document], CAUSE, 'en');
    };
    rig.database.crash = one.kind === 'race' ? undefined : one.crash;
    for (let again = 0; again < 2; again++) {
      try {
        await deed();
        break;
      } catch (error) {
        if (error instanceof CrashError) continue;
        // 409 and 422: said no, and changed nothing.
        expect([409, 422]).toContain((error as { getStatus?(): number }).getStatus?.());
        break;
      }
    }
    rig.database.crash = undefined;
  }

  it('each document is recorded at most once, none that was refused is lost, and what is closed says by what', async () => {
    const script = fc.array(
      fc.tuple(step, crash).map(([one, at]): Step => ({ ...one, crash: at })),
      { minLength: 1, maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const channel = `law-${run++}`;
        const from = rig.database.published.length;
        for (const one of steps) await take(channel, one);
        const published = rig.database.published.slice(from).map(({ externalId }) => externalId);
        expect(new Set(published).size).toBe(published.length);

        const rows = await rig.database.query<{ id: string; state: string; times: number }>(STATES, [channel]);
        const refused = new Set(
          steps.flatMap((one) => (one.kind === 'send' && one.as !== 'sound' ? [`${one.as} ${one.which}`] : [])),
        );
        expect(rows.length).toBe(refused.size);
        const taken = await rig.database.query<{ id: string; state: string; order_key: string | null }>(DEEDS, [
          channel,
        ]);
        for (const { id, state } of rows) {
          const last = taken.filter((one) => one.id === id).at(-1);
          // Discarded and sent again: open, with a deed in the past.
          if (state === 'open') expect(last?.state).not.toBe('redriven');
          else expect(last?.state).toBe(state);
          expect(taken.filter((one) => one.id === id && one.state === 'redriven').length).toBeLessThanOrEqual(1);
        }
        const sent = steps.flatMap((one) => (one.kind === 'send' && one.as === 'sound' ? [`o${one.which}`] : []));
        const redriven = taken.flatMap(({ order_key }) => order_key?.split('/')[1] ?? []);
        // An order comes of a sound document or of a redriven entry, and of nothing else.
        expect(new Set(published)).toEqual(new Set([...sent, ...redriven]));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('is found by state, rule and time, says by whom it was closed, and is forgotten when that is long ago', async () => {
    const channel = 'found';
    for (const n of [0, 1, 2]) await rig.send(faulty(channel, n));
    await rig.send(bytes(order(channel, 3, { lines: [] })));
    const filter = { tenant: 'default', channels: [channel], since: undefined, until: undefined, after: undefined };
    const count = async (more: object) =>
      (await rig.list.list(rig.database, { ...filter, state: 'open', code: undefined, limit: 9, ...more })).length;
    expect([await count({}), await count({ code: 'format' }), await count({ code: 'too-few' })]).toEqual([4, 3, 1]);
    expect(await count({ since: '2100-01-01T00:00:00Z' })).toBe(0);
    expect(await count({ until: '2020-01-01T00:00:00Z' })).toBe(0);
    const [first, second] = [(await idOf(channel, 0))!, (await idOf(channel, 1))!];
    await rig.desk.redrive(first, sound(channel, 0), CAUSE, 'en');
    expect((await rig.desk.find(first, CALLER, 'en')).deed).toMatchObject({
      by: 'ops',
      order: 'found/o0',
      result: 'accepted',
    });
    expect(await rig.desk.discard(second, 'never placed', CALLER, 'en')).toMatchObject({
      ...{ state: 'discarded', deed: { by: 'ops', note: 'never placed', order: null } },
    });
    expect([await count({}), await count({ state: 'redriven' }), await count({ state: 'discarded' })]).toEqual([
      2, 1, 1,
    ]);
    await rig.deeds.forget(rig.database, Date.now() - 86_400_000);
    expect(await count({ state: 'redriven' })).toBe(1);
    await rig.deeds.forget(rig.database, Date.now() + 1_000);
    expect([await count({}), await count({ state: 'redriven' }), await count({ state: 'discarded' })]).toEqual([
      2, 0, 0,
    ]);
  });

  it('goes by revisions as any order does, and by what the key may send', async () => {
    const channel = 'ranks';
    const at = (minute: number) => ({ updatedAt: `2026-05-01T00:0${minute}:00Z` });
    await rig.send(faulty(channel, 1));
    const id = (await idOf(channel, 1))!;
    await rig.send(bytes(order(channel, 1, at(5))));
    const narrow = { ...CAUSE, caller: { ...CALLER, channels: ['ranks'] } };
    await expect(rig.desk.redrive(id, sound('other', 1), narrow, 'zh-CN')).rejects.toMatchObject({
      parts: { status: 422, faults: [{ field: '/channel', code: 'channel-not-allowed' }] },
    });
    await expect(rig.desk.find(id, { ...CALLER, channels: ['other'] }, 'en')).rejects.toThrow();
    const older = bytes(order(channel, 1, at(4)));
    expect(await rig.desk.redrive(id, older, CAUSE, 'en')).toMatchObject({ result: 'stale', order: 'ranks/o1' });
    expect(await rig.desk.redrive(id, older, CAUSE, 'en')).toEqual({ id, result: 'stale', order: 'ranks/o1' });
    await expect(rig.desk.redrive(id, sound(channel, 1), CAUSE, 'en')).rejects.toMatchObject({
      parts: { status: 409 },
    });
  });
});
