import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { formatDay } from '@orderweave/domain-ordering';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { CallerIdentity } from '@orderweave/service';
import { eventOf, type ActionDetails } from '../life/event-of.js';
import { calendarOf } from '../testing/calendars.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { hearClosingFeedback } from './hear-closing-feedback.js';

const boss: CallerIdentity = { name: 'boss', tenant: 'default', role: 'manager', channels: ['*'] };

describe('closing feedback', () => {
  let rig: DeliveryRig;
  beforeAll(async () => {
    rig = await deliveryRig();
    const now = '2026-03-01T06:00:00Z';
    await rig.database.pool.query(`INSERT INTO tenant_clock VALUES ('default', 'manual', '${now}')`);
  });
  afterAll(() => rig.end());

  const act = (alertId: string, action: 'resolve' | 'reopen', details: ActionDetails = {}) =>
    rig.inbox.change(
      boss,
      { alertId, event: (now) => eventOf(action, details, { actor: 'boss', now, calendar: calendarOf('default') }) },
      'en',
    );
  const tasks = async (alertId: string) => {
    const text = `SELECT id, day, state, assignee, note FROM task WHERE alert_id = $1 ORDER BY id`;
    const { rows } = await rig.database.pool.query(text, [alertId]);
    return rows.map(({ id, day, state, assignee, note }) => ({
      n: id.slice(alertId.length + 1),
      day: formatDay(day),
      state,
      assignee,
      note,
    }));
  };
  const say = async (...given: Partial<Transition>[]) => {
    const handle = hearClosingFeedback(async () => undefined);
    const events = receivedTransitions(given.map((one) => sampleTransition(one)));
    await rig.database.transaction((tx) => handle(events, tx, { topic: 'x', partition: 0, epoch: '1' }));
  };
  const good = (customerId: string): Partial<Transition> => ({
    ...{ kind: 'feedback', from: 'complaint', to: 'content', customerId },
    cause: { type: 'feedback', ref: 'shop/again' },
  });

  it('is asked for once a complaint is answered, and closed by a later good score of the same customer', async () => {
    const id = await rig.raise({ kind: 'feedback', from: null, to: 'complaint', customerId: 'c-ann' });
    expect((await tasks(id)).map(({ n, state }) => `${n} ${state}`)).toEqual(['0 open', '1 open']);
    await act(id, 'resolve', { reason: 'delivery' });
    // Sunday, 1 March 2026: asked for on Monday.
    expect((await tasks(id)).at(-1)).toMatchObject({
      n: 'closing',
      day: '2026-03-02',
      state: 'open',
      assignee: 'li.wei',
    });
    await act(id, 'reopen');
    await act(id, 'resolve', { reason: 'delivery' });
    expect((await tasks(id)).map(({ n, state }) => `${n} ${state}`)).toEqual([
      '0 cancelled',
      '1 cancelled',
      'closing open',
    ]);
    await say(good('c-else'), { ...good('c-ann'), to: 'neutral' });
    expect((await tasks(id)).at(-1)?.state).toBe('open');
    await say(good('c-ann'), good('c-ann'));
    await say(good('c-ann'));
    expect((await tasks(id)).at(-1)).toMatchObject({ state: 'done', note: 'shop/again' });
    const { rows } = await rig.database.pool.query(
      `SELECT actor, action FROM task_event WHERE task_id = '${id}-closing' ORDER BY id`,
    );
    expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      ...['boss cancel', 'orderweave reopen', 'orderweave complete'],
    ]);
  });

  it('is not asked for after a false alarm, nor of what was no bad word', async () => {
    const complaint = await rig.raise({ kind: 'feedback', from: null, to: 'detractor', customerId: 'c-bob' });
    await act(complaint, 'resolve', { reason: 'false-alarm' });
    const risk = await rig.raise({ kind: 'risk', customerId: 'c-eve' });
    await act(risk, 'resolve', { reason: 'price' });
    const all = [...(await tasks(complaint)), ...(await tasks(risk))];
    expect(all.length).toBeGreaterThan(2);
    expect(all.filter(({ n }) => n === 'closing')).toEqual([]);
  });
});
