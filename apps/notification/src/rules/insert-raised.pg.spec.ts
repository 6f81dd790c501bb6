import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { formatDay } from '@orderweave/domain-ordering';
import type { Database } from '@orderweave/postgres';
import type pg from 'pg';
import type { NewAlert } from '../alerts/alert.store.js';
import { taskId } from '../tasks/plan-alert-tasks.js';
import { calendarOf } from '../testing/calendars.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { insertRaised } from './insert-raised.js';
import { loadPolicy } from './load-policy.js';

const { rules, plays } = loadPolicy('');
const AT = Date.parse('2026-03-02T02:00:00Z');

function alertOf(id: string, ruleId: string, more: Partial<NewAlert> = {}): NewAlert {
  const rule = rules.find((one) => one.id === ruleId)!;
  return {
    ...{
      id,
      rule: ruleId,
      severity: rule.severity,
      owner: 'li.wei',
      recipients: ['li.wei', 'zhang.min'],
      level: 'owner',
    },
    ...{ raisedAt: AT, dueAt: AT + 1, escalateAt: AT + 2, expiresAt: AT + 3, ruleVersion: 4 },
    raisedBy: { rule, play: plays[rule.play]! },
    transition: sampleTransition({ id: `t-${id}`, customerId: `c-${id}`, because: { ...sampleTransition().because } }),
    ...more,
  };
}

describe('writing alerts', () => {
  let database: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
  });
  afterAll(() => end());
  const sql = async (text: string) => (await database.pool.query<pg.QueryResultRow>(text)).rows;
  const insert = async (alerts: readonly NewAlert[]) =>
    [...(await database.transaction((tx) => insertRaised(tx, alerts, calendarOf)))].sort();

  it('writes each with its own rule, the watch over its outcome, and the tasks of its play', async () => {
    const lost = alertOf('lost', 'at-risk');
    const fresh = alertOf('fresh', 'new-customer', { owner: null, recipients: [] });
    const held = alertOf('held', 'at-risk', { muted: 'holdout', escalateAt: null });
    expect(await insert([lost, fresh, held])).toEqual(['fresh', 'held', 'lost']);
    expect(await sql('SELECT id, recipients, rule_version, raised_by, transition FROM alert ORDER BY id')).toEqual(
      [fresh, held, lost].map(({ id, recipients, ruleVersion, raisedBy, transition }) => ({
        ...{ id, recipients, rule_version: ruleVersion, raised_by: raisedBy, transition },
      })),
    );
    expect(await sql('SELECT alert_id, muted, winnable, starts_at FROM alert_outcome ORDER BY 1')).toEqual([
      { alert_id: 'fresh', muted: null, winnable: true, starts_at: new Date(AT) },
      { alert_id: 'held', muted: 'holdout', winnable: true, starts_at: new Date(AT) },
      { alert_id: 'lost', muted: null, winnable: true, starts_at: new Date(AT) },
    ]);
    expect(await sql('SELECT customer_id FROM outcome_news ORDER BY 1')).toEqual(
      ['c-fresh', 'c-held', 'c-lost'].map((id) => ({ customer_id: id })),
    );
    const tasks = await sql(
      'SELECT id, alert_id, customer_id, customer_name, assignee, words, day FROM task ORDER BY id',
    );
    const expected = [fresh, lost].flatMap(({ id, raisedBy, recipients }) =>
      raisedBy.play.steps.map(({ text }, number) => ({
        ...{ id: taskId(id, number), alert_id: id, customer_id: `c-${id}`, customer_name: '华东贸易' },
        ...{ assignee: recipients[0] ?? null, words: text },
      })),
    );
    expect(tasks.map(({ day: _, ...task }) => task)).toEqual(expected);
    const days = tasks.map(({ id, day }) => [id as string, formatDay(day as number)]);
    // One and seven working days from a Monday.
    expect(days.slice(-2)).toEqual([
      ['lost-0', '2026-03-03'],
      ['lost-1', '2026-03-11'],
    ]);
  });

  it('begins nothing anew of what is there already', async () => {
    const count = 'SELECT (SELECT count(*) FROM task) AS tasks, (SELECT count(*) FROM outcome_news) AS news';
    const before = await sql(count);
    // Now it would have tasks: whoever was told nothing then is told nothing because it comes again.
    expect(await insert([alertOf('held', 'at-risk'), alertOf('lost', 'at-risk')])).toEqual([]);
    expect(await sql(count)).toEqual(before);
    expect(await insert([alertOf('lost', 'at-risk'), alertOf('next', 'at-risk')])).toEqual(['next']);
    const rows = await sql(`SELECT id FROM task WHERE alert_id = 'next'`);
    expect(rows).toHaveLength(alertOf('next', 'at-risk').raisedBy.play.steps.length);
  });
});
