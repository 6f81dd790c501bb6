import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SalesTeam } from '@orderweave/domain-notification';
import type { CallerIdentity } from '@orderweave/service';
import { eventually } from '@orderweave/testing';
import { readDeliveries } from '../alerts/read-alerts.js';
import { LinkActs } from '../links/link-acts.js';
import { renderLinkPage } from '../links/link-page.js';
import { saveTeam } from '../team/sales-team.store.js';
import { calendarOf } from '../testing/calendars.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { eventOf } from './event-of.js';

const boss: CallerIdentity = { name: 'boss', tenant: 'default', role: 'manager', channels: ['*'] };
const team: SalesTeam = {
  people: [
    { name: 'li.wei', team: 'east', absences: [{ from: '2026-04-01', to: '2026-04-10', substitute: 'zhang.min' }] },
    { name: 'zhang.min', team: 'east' },
    { name: 'boss' },
    { name: 'night' },
  ],
  teams: [{ name: 'east', manager: 'boss' }],
  pool: ['night'],
  grouping: { waitSeconds: 0, intervalSeconds: 0, stormOver: 10 },
};

describe('the life of an alert', () => {
  let rig: DeliveryRig;
  beforeAll(async () => {
    rig = await deliveryRig();
  });
  beforeEach(async () => {
    // The worker may hold rows in another order.
    await eventually(() =>
      sql('TRUNCATE alert, alert_outcome, task, outbox, endpoint, sales_team, tenant_clock, delivery CASCADE'),
    );
    await saveTeam(rig.database, 'default', team, 'spec');
  });
  afterAll(() => rig.end());

  const sql = async (text: string) => (await rig.database.pool.query<Record<string, unknown>>(text)).rows;
  const at = (text: string) => Date.parse(`${text}+08:00`);
  /** Sweeps with a manual clock that shows this local moment. */
  const sweep = async (moment: string) => {
    const now = new Date(at(moment)).toISOString();
    await sql(`INSERT INTO tenant_clock VALUES ('default', 'manual', '${now}')
      ON CONFLICT (tenant) DO UPDATE SET now = excluded.now`);
    return rig.clockwork.sweepAll(0);
  };
  const read = (id: string) => rig.inbox.read(boss, id, 'en');
  const act = (id: string, action: 'acknowledge' | 'snooze' | 'resolve' | 'reopen', details = {}) =>
    rig.inbox.change(
      boss,
      {
        alertId: id,
        event: (now) => eventOf(action, details, { actor: 'boss', now, calendar: calendarOf('default') }),
      },
      'en',
    );

  it('goes from the owner to the manager to the pool in working time until somebody sees to it', async () => {
    for (const person of ['li.wei', 'boss', 'night'])
      await rig.add('wecom', { url: 'https://endpoint.invalid' }, { id: `ep-${person}`, person });
    // Raised on Sunday, 1 March 2026: two working days from Monday at nine.
    const id = await rig.raise();
    expect(await read(id)).toMatchObject({ recipients: ['li.wei'], level: 'owner' });
    expect(await sweep('2026-03-04T08:59')).toBe(0);
    expect(await sweep('2026-03-04T09:00')).toBe(1);
    expect(await read(id)).toMatchObject({ recipients: ['li.wei', 'boss'], level: 'manager', state: 'open' });
    expect(await sweep('2026-03-06T09:00')).toBe(1);
    expect(await sweep('2026-03-20T09:00')).toBe(0);
    const alert = await read(id);
    expect(alert).toMatchObject({ recipients: ['li.wei', 'boss', 'night'], level: 'pool' });
    expect(alert.audit.map(({ action, detail, actor }) => [actor, action, detail])).toEqual([
      ['orderweave', 'escalate', 'manager: boss'],
      ['orderweave', 'escalate', 'pool: night'],
    ]);
    const told = await readDeliveries(rig.database, 'default', id);
    expect(told.map(({ endpointId }) => endpointId)).toEqual(['ep-boss', 'ep-li.wei', 'ep-night']);
    expect(await sweep('2026-04-01T09:00')).toBe(1);
    expect((await read(id)).state).toBe('expired');
  });

  it('is not escalated once acknowledged, and is again after it was reopened', async () => {
    const id = await rig.raise();
    await act(id, 'acknowledge');
    expect(await sweep('2026-03-20T09:00')).toBe(0);
    await act(id, 'reopen');
    expect(await sweep('2026-03-24T08:59')).toBe(0);
    expect(await sweep('2026-03-24T09:00')).toBe(1);
    expect((await read(id)).level).toBe('manager');
  });

  it('comes back after a snooze, to those who had been told', async () => {
    await rig.add('email', { to: 'li.wei@example.com' }, { id: 'mail', person: 'li.wei' });
    const id = await rig.raise();
    await eventually(async () =>
      expect(await readDeliveries(rig.database, 'default', id)).toMatchObject([{ attempts: 1 }]),
    );
    await sweep('2026-03-02T10:00');
    await act(id, 'snooze');
    expect(await read(id)).toMatchObject({ state: 'snoozed', snoozedUntil: '2026-03-03T02:00:00.000Z' });
    expect(await sweep('2026-03-03T09:59')).toBe(0);
    expect(await sweep('2026-03-03T10:00')).toBe(1);
    expect((await read(id)).state).toBe('open');
    await eventually(async () =>
      expect(await readDeliveries(rig.database, 'default', id)).toMatchObject([{ attempts: 2 }]),
    );
  });

  it('is resolved for a reason, told to the stream, and refuses what makes no sense', async () => {
    const id = await rig.raise();
    await act(id, 'resolve', { reason: 'competitor' });
    expect(await read(id)).toMatchObject({ state: 'resolved', resolution: 'competitor', acknowledgedBy: 'boss' });
    await expect(act(id, 'snooze')).rejects.toThrow('The alert is resolved');
    await expect(act(id, 'snooze', { until: '2020-01-01T00:00:00Z' })).rejects.toThrow();
    expect((await sql('SELECT sum(messages)::int AS n FROM outbox'))[0]).toEqual({ n: 1 });
  });

  it('is for the substitute while its owner is away', async () => {
    await sweep('2026-04-01T09:00');
    const id = await rig.raise({ effectiveAt: '2026-04-01T00:00:00Z', recordedAt: '2026-04-01T00:00:00Z' });
    expect((await read(id)).recipients).toEqual(['zhang.min']);
    const substitute: CallerIdentity = { ...boss, name: 'zhang.min', role: 'rep' };
    expect((await rig.inbox.read(substitute, id, 'en')).customer.owner).toBe('li.wei');
    await expect(rig.inbox.read({ ...substitute, name: 'other' }, id, 'en')).rejects.toThrow('There is no alert');
  });

  it('is muted by another one of the customer, by a silence and for a customer held out, and then escalated to nobody', async () => {
    const stop = {
      customerId: 'c-9',
      kind: 'tier',
      basis: 'final',
      label: 'abnormal-stop',
      from: 'A',
      to: 'D',
      month: '2026-02',
    } as const;
    const behind = { customerId: 'c-9', kind: 'behind-pace', from: null, to: 'behind' } as const;
    await rig.raise(stop);
    const inhibited = await rig.raise(behind);
    const free = await rig.raise({ ...behind, customerId: 'c-10' });
    expect([(await read(inhibited)).muted, (await read(free)).muted]).toEqual(['inhibited', null]);
    const silence = { id: 's', rules: ['at-risk'], from: '2026-02-01T00:00:00Z', until: '2026-12-01T00:00:00Z' };
    await saveTeam(rig.database, 'default', { ...team, silences: [silence] }, 'spec');
    const silent = await rig.raise();
    expect((await read(silent)).muted).toBe('silenced');
    await saveTeam(rig.database, 'default', { ...team, holdout: 0.5 }, 'spec');
    for (let n = 0; n < 8; n++) await rig.raise();
    const [counted] = await sql(`SELECT count(*)::int AS n FROM alert WHERE muted = 'holdout'`);
    const shown = await rig.inbox.counts(boss, {});
    expect(counted!['n']).toBeGreaterThan(0);
    expect(shown.byState['open']).toBe(12 - Number(counted!['n']));
    await sweep('2026-03-20T09:00');
    expect((await read(silent)).level).toBe('owner');
  });

  describe('from a card', () => {
    const links = () => new LinkActs(rig.database, rig.keys, rig.inbox, calendarOf);
    const tokenOf = (url: string) => new URL(url).searchParams.get('t')!;

    it('changes nothing when a link is opened, and acts once it is confirmed, in the name of whom the card was for', async () => {
      await rig.add('wecom', { url: 'https://endpoint.invalid' }, { id: 'ep-1', person: 'li.wei' });
      const id = await rig.raise();
      const { rows } = await rig.database.pool.query('SELECT * FROM endpoint');
      const { acknowledge, snooze } = await rig.parts.linker.linksOf(id, rows[0], Date.now());
      const asked = await links().look(tokenOf(acknowledge!), 'en');
      expect(asked).toMatchObject({ kind: 'ask', action: 'acknowledge' });
      expect(renderLinkPage(asked, 'en')).toContain('<button>I see to it</button>');
      expect((await read(id)).audit).toEqual([]);
      await links().act(tokenOf(snooze!), 3, 'en');
      expect((await read(id)).state).toBe('snoozed');
      await links().act(tokenOf(acknowledge!), 1, 'en');
      await links().act(tokenOf(acknowledge!), 1, 'en');
      const alert = await read(id);
      expect(alert).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'li.wei' });
      expect(alert.audit.map(({ action, note }) => [action, note])).toEqual([
        ['snooze', 'from a card'],
        ['acknowledge', 'from a card'],
      ]);
      expect(await links().act(`${tokenOf(acknowledge!)}x`, 1, 'en')).toEqual({ kind: 'invalid' });
    });

    it('ends the e-mails to an endpoint', async () => {
      await rig.add('email', { to: 'li.wei@example.com' }, { id: 'mail' });
      const { rows } = await rig.database.pool.query('SELECT * FROM endpoint');
      const url = await rig.parts.linker.unsubscribe(rows[0], Date.now());
      expect(await links().act(tokenOf(url!), 1, 'zh-CN')).toMatchObject({ kind: 'done', action: 'unsubscribe' });
      expect(await sql('SELECT enabled, disabled_reason FROM endpoint')).toEqual([
        { enabled: false, disabled_reason: 'the recipient unsubscribed' },
      ]);
    });
  });
});
