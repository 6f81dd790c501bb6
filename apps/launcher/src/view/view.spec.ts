import { describe, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import { closedMonths } from '../player/closed-months.js';
import { Board } from './board.js';
import { cutToWidth, renderBoard } from './render-board.js';
import { renderSummary } from './render-summary.js';
import { Screen } from './screen.js';
import { WORDS } from './words.js';

const played = () => {
  const board = new Board();
  board.started(parseDay('2026-01-01'), parseDay('2026-01-10'), null);
  board.countResults([{ result: 'accepted' }, { result: 'accepted' }, { result: 'quarantined' }]);
  board.progress('segmentation', { drained: false, lag: { a: 2, b: 3 }, outbox: 1, pending: { deadlines: 4 } });
  board.stepDone(parseDay('2026-01-05'));
  board.monthClosed('2025-12', { A: 20, B: 60, C: 20, D: 5 });
  board.alerts([{ id: '1', severity: 'critical', day: '2026-01-05', title: '上海锦程商贸有限公司 A → D' }]);
  return board;
};

describe('the live view', () => {
  it('shows orders, lag, tiers, alerts and how far the clock is', () => {
    const text = renderBoard(played(), WORDS.en, '2,000 customers', 120).join('\n');
    expect(text).toContain('playing 2026-01-05');
    expect(text).toContain('50 %');
    expect(text).toContain('accepted 2   duplicate 0   older revision 0   quarantined 1');
    expect(text).toContain('segmentation 10');
    expect(text).toMatch(/2025-12 +20 +60 +20 +5/);
    expect(text).toContain('● 2026-01-05  上海锦程商贸有限公司 A → D');
    expect(renderBoard(played(), WORDS.zh, '2,000', 120).join('\n')).toContain('回放中 2026-01-05');
  });

  it('never wraps: Chinese takes two columns', () => {
    expect(cutToWidth('预警 abc', 5)).toBe('预警');
    expect(cutToWidth('abc', 5)).toBe('abc');
    for (const line of renderBoard(played(), WORDS.zh, '2,000', 40)) {
      expect([...line].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), 0)).toBeLessThan(40);
    }
  });

  it('paints over itself on a terminal', () => {
    let written = '';
    const output = {
      isTTY: true,
      columns: 100,
      rows: 40,
      write: (text: string | Uint8Array) => Boolean((written += text)),
    };
    const screen = new Screen(played(), WORDS.en, 'x', output);
    screen.open();
    screen.close();
    expect(written.split('\n').length).toBeGreaterThan(8);
    expect(written).not.toContain('\u001b[0A');
  });

  it('tells each alert once', () => {
    const board = played();
    const told: string[] = [];
    board.onAlert = ({ id }) => told.push(id);
    const alert = (id: string) => ({ id, severity: 'info', day: '2026-01-06', title: id });
    board.alerts([alert('2'), alert('1')]);
    board.alerts([alert('3'), alert('2')]);
    expect(told).toEqual(['2', '3']);
  });
});

describe('the summary', () => {
  it('can be pasted', () => {
    const facts = {
      messages: 24_000,
      seconds: 80,
      apiKey: 'ow_x',
      portOffset: 10,
      month: '2026-01',
      logs: '/l',
      staysUp: true,
    };
    const text = renderSummary(facts, WORDS.en);
    expect(text).toContain('24,000 messages in 80.0 s: 300 a second');
    expect(text).toContain('KEY=ow_x');
    expect(text).toContain('"http://localhost:4113/v1/months/2026-01/tiers.csv?basis=final"');
    expect(renderSummary({ ...facts, staysUp: false }, WORDS.en)).not.toContain('ow_x');
  });
});

describe('closed months', () => {
  it('are those whose last day and grace are over', () => {
    const closed = (today: string) => closedMonths(parseDay('2025-12-05'), parseDay(today), 3);
    expect(closed('2026-01-03')).toEqual([]);
    expect(closed('2026-01-04')).toEqual(['2025-12']);
    expect(closed('2026-03-04')).toEqual(['2025-12', '2026-01', '2026-02']);
  });
});
