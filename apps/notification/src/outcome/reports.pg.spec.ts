import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compareMeans, compareShares, isHeldOut } from '@orderweave/domain-notification';
import { Problem, type CallerIdentity } from '@orderweave/service';
import { eventOf } from '../life/event-of.js';
import { changeAlert } from '../life/change-alert.js';
import { loadPolicy } from '../rules/load-policy.js';
import { saveTeam } from '../team/sales-team.store.js';
import { calendarOf } from '../testing/calendars.js';
import { activity, outcomeRig, type OutcomeRig } from './outcome-rig.fixture.js';
import { OutcomeListQuery } from './read/outcome-query.js';
import { OutcomeReader } from './read/outcome-reader.js';
import { ReportReader } from './read/report-reader.js';
import { OutcomeReportQuery, ServiceQualityQuery, UpliftQuery } from './read/report-query.js';

const NOW = Date.parse('2026-04-20T00:00:00Z');
const RAISED = '2026-03-02T02:00:00Z';
const SHARE = 0.3;

describe('reports on outcomes', () => {
  let rig: OutcomeRig;
  let reports: ReportReader;
  let outcomes: OutcomeReader;
  beforeAll(async () => {
    rig = await outcomeRig(NOW);
    reports = new ReportReader(rig.database, calendarOf);
    outcomes = new OutcomeReader(rig.database, calendarOf);
  });
  afterAll(() => rig.end());

  const callers = (tenant: string) => {
    const boss: CallerIdentity = { name: 'boss', tenant, role: 'manager', channels: ['*'] };
    return { boss, rep: { ...boss, name: 'li.wei', role: 'rep' } as CallerIdentity };
  };
  const march = { from: '2026-03-01', to: '2026-03-31' };
  const ask = <T extends object>(query: T, given: Partial<T>) => Object.assign(query, march, given);
  const turn = (tenant: string, at = new Date(NOW).toISOString()) =>
    rig.database.pool.query(
      `INSERT INTO tenant_clock VALUES ($1, 'manual', $2) ON CONFLICT (tenant) DO UPDATE SET now = excluded.now`,
      [tenant, at],
    );
  const found = async (tenant: string, holdout = 0) => {
    const team = { people: [{ name: 'li.wei', team: 'east' }, { name: 'zhang.min' }], teams: [], pool: [], holdout };
    await saveTeam(rig.database, tenant, team, 'spec');
  };
  const owned = (tenant: string, customerId: string, owner: string) => ({
    ...{ tenant, id: `${tenant} ${customerId}`, customerId, recordedAt: RAISED },
    customer: { name: customerId, identifiers: [], owner },
  });
  const act = async (tenant: string, alertId: string, action: 'acknowledge' | 'resolve', at: string) => {
    const rules = { policy: loadPolicy(''), calendarOf };
    const event = (now: number) => eventOf(action, {}, { actor: 'li.wei', now, calendar: calendarOf(tenant) });
    await turn(tenant, at);
    await rig.database.transaction((tx) => changeAlert(tx, rules, { tenant, alertId, event }, NOW));
  };

  it('tell by rule, person, team and month what alerts brought in, how soon they were seen to, and each order once', async () => {
    const tenant = 'brought-in';
    await found(tenant);
    const [first, second] = await rig.raiseAll([
      owned(tenant, 'c-1', 'li.wei'),
      owned(tenant, 'c-2', 'li.wei'),
      owned(tenant, 'c-3', 'zhang.min'),
      { ...owned(tenant, 'c-4', 'zhang.min'), kind: 'stage', from: 'potential', to: 'new' },
    ]);
    const stop = { kind: 'tier', basis: 'final', label: 'down', from: 'A', to: 'B', month: '2026-02' } as const;
    await rig.raise({ ...owned(tenant, 'c-1', 'li.wei'), id: `${tenant} again`, ...stop });
    await act(tenant, first!, 'acknowledge', '2026-03-02T04:00:00Z');
    await act(tenant, second!, 'resolve', '2026-03-09T02:00:00Z');
    await turn(tenant);
    await rig.follow(
      activity('c-1', 'web/1', '2026-03-05T00:00:00Z', { tenant }),
      activity('c-3', 'web/3', '2026-03-06T00:00:00Z', { tenant, netAmount: '50.5' }),
      activity('c-4', 'web/4', '2026-03-06T00:00:00Z', { tenant }),
    );
    await rig.settle();
    const { boss, rep } = callers(tenant);
    const byRule = await reports.outcome(boss, ask(new OutcomeReportQuery(), {}), 'en');
    expect(byRule.items.map(({ key, name, alerts, recovered }) => [key, name, alerts, recovered])).toEqual([
      ['at-risk', 'At risk', 3, 2],
      ['new-customer', 'New customer', 1, 0],
      ['tier-down', 'Tier down', 1, 1],
    ]);
    expect(byRule.total).toMatchObject({
      ...{ alerts: 5, acknowledged: 2, contacted: 2, winnable: 4, recovered: 3 },
      amounts: [{ currency: 'CNY', orders: 2, amount: '150.5' }],
      winBack: { alerts: 3, over: 3, recovered: 2, rate: 2 / 3 },
      hoursToAcknowledge: { p50: 85, p90: 2 + 0.9 * 166 },
    });
    const by = async (caller: CallerIdentity, given: Partial<OutcomeReportQuery>) =>
      (await reports.outcome(caller, ask(new OutcomeReportQuery(), given), 'zh-CN')).items.map(
        ({ key, alerts, amounts }) => [key, alerts, amounts[0]?.amount],
      );
    expect(await by(boss, { by: 'person' })).toEqual([
      ['li.wei', 3, '100'],
      ['zhang.min', 2, '50.5'],
    ]);
    expect(await by(boss, { by: 'team' })).toEqual([
      ['', 2, '50.5'],
      ['east', 3, '100'],
    ]);
    expect(await by(boss, { by: 'month', team: 'east' })).toEqual([['2026-03', 3, '100']]);
    expect(await by(rep, { by: 'person', person: 'zhang.min' })).toEqual([['li.wei', 3, '100']]);
    expect(await by(boss, { by: 'kind', from: '2026-03-03' })).toEqual([]);

    const quality = await reports.serviceQuality(boss, ask(new ServiceQualityQuery(), {}));
    expect(quality.items).toEqual([
      {
        ...{ key: 'li.wei', alerts: 3, acknowledged: 2, withinSla: 1, overdue: 2, needless: 0, waiting: 0 },
        ...{ withinSlaShare: 1 / 3, escalations: 0, escalated: 0 },
      },
      expect.objectContaining({ key: 'zhang.min', alerts: 2, acknowledged: 0, overdue: 2, withinSlaShare: 0 }),
    ]);
  });

  it('list outcomes page by page, to a rep own ones, and as CSV', async () => {
    const tenant = 'listed';
    await found(tenant);
    await rig.raiseAll(['c-1', 'c-2', 'c-3'].map((id) => owned(tenant, id, id === 'c-3' ? 'zhang.min' : 'li.wei')));
    await turn(tenant);
    await rig.follow(activity('c-2', 'web/1', '2026-03-05T00:00:00Z', { tenant, netAmount: '12.50' }));
    await rig.settle();
    const { boss, rep } = callers(tenant);
    const query = (given: Partial<OutcomeListQuery>) => ask(new OutcomeListQuery(), given);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await outcomes.list(boss, query({ limit: 2, ...(cursor && { cursor }) }), 'en');
      seen.push(...page.items.map(({ customerId }) => customerId));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect([...seen].sort()).toEqual(['c-1', 'c-2', 'c-3']);
    const [recovered] = (await outcomes.list(boss, query({ outcome: 'recovered' }), 'zh-CN')).items;
    expect(recovered).toMatchObject({
      ...{ customerId: 'c-2', ruleName: '有流失风险', owner: 'li.wei', outcome: 'recovered', state: 'resolved' },
      ...{ windowStartsAt: '2026-03-02T02:00:00.000Z', windowEndsAt: '2026-04-01T02:00:00.000Z' },
      ...{ orders: 1, amount: '12.5', currency: 'CNY', creditedAmount: '12.5' },
      first: { order: 'web/1', placedAt: '2026-03-05T00:00:00.000Z', amount: '12.5' },
    });
    const whose = (await outcomes.list(rep, query({}), 'en')).items.map(({ owner }) => owner);
    expect(whose).toEqual(['li.wei', 'li.wei']);
    expect((await outcomes.list(boss, query({ outcome: 'waiting' }), 'en')).items).toEqual([]);
    let csv = '';
    for await (const part of await outcomes.csv(rep, query({ customer: 'c-2' }), 'en')) csv += part;
    const [header, line, rest] = csv.split('\r\n');
    expect([header!.split(',').slice(0, 3), line!.split(',').slice(1, 3), rest]).toEqual([
      ['alert', 'rule', 'rule_name'],
      ['at-risk', 'At risk'],
      '',
    ]);
    for (const wrong of [{ from: '2026-02-30' }, { from: '2026-04-01' }, { from: '2020-01-01' }, { cursor: 'x' }])
      await expect(outcomes.list(boss, query(wrong), 'en')).rejects.toBeInstanceOf(Problem);
  });

  it('compare who was alerted with who was held out, a customer once, or say that they are too few', async () => {
    const tenant = 'measured';
    await found(tenant, SHARE);
    const customers = Array.from({ length: 240 }, (_, n) => `c-${n}`);
    const given = customers.map((id) => owned(tenant, id, 'li.wei'));
    await rig.raiseAll(given);
    // A second alert of the same rule and month speaks of nobody new.
    await rig.raise({ ...owned(tenant, 'c-0', 'li.wei'), id: 'later', recordedAt: '2026-03-20T00:00:00Z' });
    await rig.raise({ ...owned(tenant, 'c-1', 'li.wei'), id: 'april', recordedAt: '2026-04-02T00:00:00Z' });
    await turn(tenant);
    const amountOf = (n: number) => (n % 3 === 0 ? 100 + n : 0);
    const ordered = customers.flatMap((id, n) =>
      amountOf(n) > 0
        ? [activity(id, `web/${n}`, '2026-03-05T00:00:00Z', { tenant, netAmount: String(amountOf(n)) })]
        : [],
    );
    await rig.follow(...ordered);
    await rig.settle();
    const { boss } = callers(tenant);
    const report = await reports.uplift(boss, { ...ask(new UpliftQuery(), {}), to: '2026-04-20' }, 'en');
    const side = (held: boolean) => {
      const amounts = customers.flatMap((customerId, n) =>
        isHeldOut({ tenant, customerId }, SHARE) === held ? [amountOf(n)] : [],
      );
      const mean = amounts.reduce((sum, one) => sum + one, 0) / amounts.length;
      const squares = amounts.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      const successes = amounts.filter((one) => one > 0).length;
      return { successes, of: amounts.length, count: amounts.length, mean, variance: squares / (amounts.length - 1) };
    };
    const [alerted, heldOut] = [side(false), side(true)];
    const [share, amount] = [compareShares(alerted, heldOut), compareMeans(alerted, heldOut)!];
    const [one, april] = report.items;
    expect(one).toMatchObject({
      ...{ rule: 'at-risk', month: '2026-03', currency: 'CNY', note: null, shareUplift: share },
      alerted: { customers: alerted.of, recovered: alerted.successes, waiting: 0 },
      heldOut: { customers: heldOut.of, recovered: heldOut.successes, meanAmount: heldOut.mean.toFixed(2) },
      amountUplift: { estimate: amount.estimate.toFixed(2), lower: amount.lower.toFixed(2) },
    });
    expect(april).toMatchObject({ month: '2026-04', shareUplift: null, amountUplift: null });
    expect([april!.alerted.waiting + april!.heldOut.waiting, april!.note]).toEqual([
      1,
      expect.stringMatching(/^Too few/),
    ]);
    const held = ask(new OutcomeListQuery(), { heldOut: true, limit: 200 });
    expect((await outcomes.list(boss, held, 'en')).items).toHaveLength(
      heldOut.of + (isHeldOut({ tenant, customerId: 'c-0' }, SHARE) ? 1 : 0),
    );
    expect((await outcomes.list(callers(tenant).rep, held, 'en')).items.every(({ muted }) => muted === null)).toBe(
      true,
    );
  });
});
