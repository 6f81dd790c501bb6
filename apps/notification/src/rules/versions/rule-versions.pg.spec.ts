import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { alertId, type RuleDocument } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database } from '@orderweave/postgres';
import { Problem, type CallerIdentity } from '@orderweave/service';
import { pino } from 'pino';
import { AlertFeed } from '../../alerts/alert-feed.js';
import { AlertInbox } from '../../alerts/alert-inbox.js';
import { saveClocks } from '../../clock/tenant-clock.store.js';
import { StrategyPass } from '../../strategies/strategy-pass.js';
import { calendarOf } from '../../testing/calendars.js';
import { migratedPostgres } from '../../testing/migrated-postgres.js';
import { receivedTransitions } from '../../testing/received-transitions.js';
import { loadPolicy } from '../load-policy.js';
import { raiseAlerts } from '../raise-alerts.js';
import { RuleActivator } from './rule-activator.js';
import { RuleDirectory } from './rule-directory.js';
import { RuleEditor } from './rule-editor.js';
import { RuleReader } from './rule-reader.js';

const usual = loadPolicy('');
const START = Date.parse('2026-03-01T04:00:00Z');
const HOUR_MS = 3_600_000;
const boss: CallerIdentity = { name: 'boss', tenant: 'default', role: 'manager', channels: ['*'] };
const words = { 'zh-CN': '自定规则', en: 'Own rule' };
const play = { name: { 'zh-CN': '登门', en: 'Knock' }, steps: [{ afterDays: 1, kind: 'visit' as const, text: words }] };
/** One rule of its own that no other version has. */
const own = (id: string): Partial<RuleDocument> => ({
  rules: [
    {
      ...{ id, name: words, when: { kind: ['risk'] }, severity: 'critical', play: 'knock' },
      ...{ recipients: ['owner'], slaHours: 24, slaClock: 'calendar' },
    },
  ],
  plays: { knock: play },
});

/** The rules' parts of one process. */
function instance(database: Database) {
  const directory = new RuleDirectory(usual);
  const log = pino({ level: 'silent' });
  const editor = new RuleEditor(database, directory);
  const reader = new RuleReader(database, directory, editor);
  const activator = new RuleActivator(database, new StrategyPass(database, directory, log));
  const handler = raiseAlerts({
    ...{ policy: usual, rules: directory, calendarOf, onRaised: () => undefined, now: () => START },
    queueDeliveries: async () => undefined,
  });
  return {
    ...{ editor, reader, activator },
    raise: (transition: Transition) =>
      database.transaction((tx) =>
        handler(receivedTransitions([transition]), tx, { topic: 'x', partition: 0, epoch: '1' }),
      ),
  };
}

describe('versions of rules', () => {
  let database: Database;
  let end: () => Promise<void>;
  let one: ReturnType<typeof instance>;
  let other: ReturnType<typeof instance>;
  let serial = 0;
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
    one = instance(database);
    other = instance(database);
  });
  beforeEach(async () => {
    await database.pool.query('TRUNCATE alert, alert_outcome, task, rule_version, rule_activation, outbox CASCADE');
    await clock(START + ++serial * 24 * HOUR_MS);
  });
  afterAll(() => end());

  let now = START;
  const clock = async (at: number) => {
    now = at;
    const moved = { tenant: 'default', mode: 'manual' as const, now: new Date(at).toISOString() };
    await database.transaction((tx) => saveClocks(tx, [moved]));
  };
  const save = async (id: string) => (await one.editor.save(boss, { document: own(id) }, 'en')).version;
  const raise = async (by: typeof one): Promise<[rule: string, version: number]> => {
    const at = new Date(now).toISOString();
    const given = { id: `t-${++serial}`, customerId: `c-${serial}`, effectiveAt: at, recordedAt: at };
    await by.raise(sampleTransition(given));
    const { rows } = await database.pool.query<{ rule: string; rule_version: number }>(
      'SELECT rule, rule_version FROM alert WHERE transition_id = $1',
      [given.id],
    );
    return [rows[0]!.rule, rows[0]!.rule_version];
  };
  const fault = async (work: Promise<unknown>): Promise<Problem> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Problem);
    return error as Problem;
  };

  it('come into force for every instance, now, at a moment of the tenant’s clock and back again', async () => {
    expect(await raise(one)).toEqual(['at-risk', 0]);
    expect(await raise(other)).toEqual(['at-risk', 0]);
    const first = await save('first');
    expect(await raise(one)).toEqual(['at-risk', 0]);
    await one.activator.activate(boss, { version: first });
    expect(await raise(other)).toEqual(['first', first]);
    expect(await raise(one)).toEqual(['first', first]);
    const second = await save('second');
    const at = now + HOUR_MS;
    await other.activator.activate(boss, { version: second, at });
    expect(
      (await one.reader.list('default', { limit: 10 })).items.map(({ version, state }) => [version, state]),
    ).toEqual([
      [second, 'scheduled'],
      [first, 'active'],
    ]);
    await clock(at - 1);
    expect(await raise(one)).toEqual(['first', first]);
    await clock(at);
    expect(await raise(one)).toEqual(['second', second]);
    expect(await other.activator.rollBack(boss, {})).toMatchObject({ version: first, superseded: second });
    expect(await raise(one)).toEqual(['first', first]);
    await clock(at + 1);
    await one.activator.activate(boss, { version: 0 });
    expect(await raise(other)).toEqual(['at-risk', 0]);
    const { items } = await one.reader.audit('default', { limit: 3 });
    expect(items.map(({ action, version, actor }) => [action, version, actor])).toEqual([
      ['activated', 0, 'boss'],
      ['rolled-back', first, 'boss'],
      ['superseded', second, 'boss'],
    ]);
  });

  it('never change what is over, and can be withdrawn before they come', async () => {
    const version = await save('first');
    const early = await fault(one.activator.activate(boss, { version, at: now - 1 }));
    expect(early.parts).toMatchObject({ status: 409, extra: { earliest: new Date(now).toISOString() } });
    expect((await fault(one.activator.activate(boss, { version: 99 }))).parts.status).toBe(404);
    expect((await fault(one.activator.rollBack(boss, {}))).parts.status).toBe(409);
    await one.activator.activate(boss, { version, at: now + HOUR_MS });
    expect(await one.activator.withdraw(boss, { version })).toEqual([now + HOUR_MS]);
    expect((await fault(one.activator.withdraw(boss, { version }))).parts.status).toBe(409);
    await clock(now + HOUR_MS);
    expect(await raise(other)).toEqual(['at-risk', 0]);
  });

  it('are checked as a whole and compared; sections that are left out are as before', async () => {
    const problem = await fault(one.editor.save(boss, { document: { ...own('x'), horizonHours: 0 } }, 'zh-CN'));
    expect(problem.parts).toMatchObject({ status: 422, title: '规则有误' });
    expect(problem.parts.faults!.map(({ field }) => field)).toEqual(['/document/horizonHours']);
    const first = await save('first');
    const { version } = await one.editor.save(boss, { document: { horizonHours: 24 }, basedOn: first }, 'en');
    const { changes } = await one.reader.diff('default', String(first), String(version));
    expect(changes).toEqual([{ path: '/horizonHours', op: 'replace', before: 48, after: 24 }]);
    expect((await one.reader.read('default', 'default')).document.rules).toHaveLength(usual.rules.length);
    expect((await fault(one.reader.read('default', 'latest'))).parts.status).toBe(404);
    expect((await one.reader.list('other', { limit: 10 })).items).toEqual([]);
  });

  it('leave their alerts the rule, the play and the due time that they were raised with', async () => {
    await one.activator.activate(boss, { version: await save('gone') });
    expect(await raise(one)).toEqual(['gone', 1]);
    const id = alertId({ tenant: 'default', id: `t-${serial}` });
    await clock(now + HOUR_MS);
    await one.activator.activate(boss, { version: 0 });
    const inbox = new AlertInbox(database, usual, new AlertFeed(database, pino({ level: 'silent' })), calendarOf);
    const read = await inbox.read(boss, id, 'en');
    expect(read).toMatchObject({ ruleName: 'Own rule', ruleVersion: 1, nextStep: { play: 'Knock' } });
    await inbox.change(boss, { alertId: id, event: () => ({ action: 'acknowledge', actor: 'boss' }) }, 'en');
    await inbox.change(boss, { alertId: id, event: () => ({ action: 'reopen', actor: 'boss' }) }, 'en');
    const { rows } = await database.pool.query<{ escalate_at: Date }>('SELECT escalate_at FROM alert');
    // A calendar day, as its rule said; the default for a rule that is gone is a working day.
    expect(rows[0]!.escalate_at).toEqual(new Date(now + 24 * HOUR_MS));
  });
});
