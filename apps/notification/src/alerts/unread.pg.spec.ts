import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import type { CallerIdentity } from '@orderweave/service';
import { eventually } from '@orderweave/testing';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { streamAlerts } from './stream-alerts.js';
import { UnreadAlerts } from './unread-alerts.js';

const boss: CallerIdentity = { name: 'boss', tenant: 'default', role: 'manager', channels: ['*'] };
const rep: CallerIdentity = { ...boss, name: 'li.wei', role: 'rep' };
const complaint: Partial<Transition> = { kind: 'feedback', from: null, to: 'complaint' };
const ofZhang: Partial<Transition> = { customer: { name: '客户', identifiers: [], owner: 'zhang.min' } };

describe('what somebody has not read', () => {
  let rig: DeliveryRig;
  let unread: UnreadAlerts;
  beforeAll(async () => {
    rig = await deliveryRig();
    unread = new UnreadAlerts(rig.database);
  });
  beforeEach(() =>
    rig.database.pool.query('TRUNCATE alert, alert_outcome, task, alert_seen, alert_seen_until CASCADE'),
  );
  afterAll(() => rig.end());

  it('is counted for each caller, a rep by own customers, until it is marked as seen', async () => {
    const first = await rig.raise();
    await rig.raise(complaint);
    const others = await rig.raise(ofZhang);
    const all = {
      unread: 3,
      unreadBySeverity: { critical: 1, warning: 2 },
      openBySeverity: { critical: 1, warning: 2 },
    };
    expect(await unread.counts(boss)).toEqual(all);
    const own = {
      unread: 2,
      unreadBySeverity: { critical: 1, warning: 1 },
      openBySeverity: { critical: 1, warning: 1 },
    };
    expect(await unread.counts(rep)).toEqual(own);
    // What a rep may not see cannot be marked either.
    expect(await unread.see(rep, { alerts: [first, others] })).toEqual({
      ...own,
      unread: 1,
      unreadBySeverity: { critical: 1 },
    });
    expect(await unread.counts(boss)).toEqual(all);
    expect((await rig.database.pool.query('SELECT alert_id FROM alert_seen')).rows).toEqual([{ alert_id: first }]);
    expect(await unread.see(boss, { until: '2026-03-01T05:59:59.999Z' })).toEqual(all);
    expect(await unread.see(boss, { until: '2026-03-01T06:00:00Z' })).toMatchObject({ unread: 0 });
    expect(await unread.see(boss, { until: '2020-01-01T00:00:00Z' })).toMatchObject({ unread: 0 });
    // One mark takes the place of many.
    await unread.see(rep, { until: '2026-03-02T00:00:00Z' });
    expect((await rig.database.pool.query('SELECT alert_id FROM alert_seen')).rows).toEqual([]);
  });

  it('is never what is still to come, and not what is settled, nor what nobody was told of', async () => {
    await unread.see(boss, { until: '2999-01-01T00:00:00Z' });
    const far = new Date(Date.now() + 3_600_000).toISOString();
    await rig.raise({ effectiveAt: far, recordedAt: far });
    expect(await unread.counts(boss)).toMatchObject({ unread: 1 });
    const id = await rig.raise({ effectiveAt: far, recordedAt: far });
    await rig.inbox.change(
      boss,
      { alertId: id, event: () => ({ action: 'resolve', actor: 'boss', reason: 'price' }) },
      'en',
    );
    const muted = await rig.raise({ effectiveAt: far, recordedAt: far });
    await rig.database.pool.query(`UPDATE alert SET muted = 'inhibited' WHERE id = $1`, [muted]);
    expect(await unread.counts(boss)).toEqual({
      ...{ unread: 1, unreadBySeverity: { warning: 1 } },
      openBySeverity: { warning: 2 },
    });
  });

  it('is not what the caller has acknowledged, from wherever, while for others it still is', async () => {
    const id = await rig.raise();
    await rig.raise();
    expect([await unread.counts(rep), await unread.counts(boss)]).toMatchObject([{ unread: 2 }, { unread: 2 }]);
    const event = () => ({ action: 'acknowledge', actor: rep.name }) as const;
    await rig.inbox.change(rep, { alertId: id, event }, 'en');
    expect([await unread.counts(rep), await unread.counts(boss)]).toMatchObject([{ unread: 1 }, { unread: 2 }]);
  });

  it('is told on the stream: at first, with what is raised, and when it is marked as seen', async () => {
    const left = new AbortController();
    const server = createServer((_, response) => {
      const view = {
        present: () => ({}),
        unread: () => unread.counts(rep),
        onSeen: (listener: () => void) => unread.onSeen(rep, listener),
      };
      void streamAlerts(
        response,
        rig.feed.follow({ tenant: 'default', person: 'li.wei' }, left.signal),
        view,
        left.signal,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    let text = '';
    const request = get({ port: (server.address() as AddressInfo).port }, (response) => {
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', () => undefined);
    });
    const told = () =>
      [...text.matchAll(/^event: unread\ndata: (.*)$/gm)].map(
        ([, data]) => (JSON.parse(data!) as { unread: number }).unread,
      );
    await eventually(() => expect(told()).toEqual([0]));
    const id = await rig.raise();
    await eventually(() => expect(told()).toEqual([0, 1]));
    await unread.see(rep, { alerts: [id] });
    await eventually(() => expect(told()).toEqual([0, 1, 0]));
    left.abort();
    request.destroy();
    server.close();
  });
});
