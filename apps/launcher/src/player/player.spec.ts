import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseDay, type Day } from '@orderweave/domain-ordering';
import { SystemApi } from '../api/system-api.js';
import type { PlayState } from '../home/play-state.js';
import { FakeSystem } from '../specs/fake-system.js';
import { groupDays, type PlaySource } from '../sources/play-source.js';
import { Board } from '../view/board.js';
import { Player } from './player.js';

const FIRST = parseDay('2026-01-30');
const START: PlayState = { source: 'test', startedAt: 0, doneThrough: null, finished: false };

/** Two orders a day. */
const sourceOf = (days: number, endsToday: boolean): PlaySource => ({
  ...{
    id: 'test',
    timeZone: 'Asia/Shanghai',
    baseCurrency: 'CNY',
    endsToday,
    firstDay: FIRST,
    lastDay: FIRST + days - 1,
  },
  steps: (after: Day | null, daysPerStep: number) =>
    groupDays(
      Array.from({ length: days }, (_, index) => ({
        day: FIRST + index,
        orders: [0, 1].map((number) => JSON.stringify({ externalId: `${index}-${number}` })),
      })),
      after,
      daysPerStep,
    ),
});

describe('the player', () => {
  const fake = () => system;
  let system: FakeSystem;
  let api: SystemApi;
  let saved: PlayState[];
  let board: Board;
  beforeEach(async () => {
    system = new FakeSystem();
    await system.start();
    api = new SystemApi({ apiKey: 'ow_key', portOffset: system.portOffset, language: 'en', timeZone: 'Asia/Shanghai' });
    saved = [];
    board = new Board();
  });
  afterEach(async () => {
    await api.close();
    await system.stop();
  });
  const play = (source: PlaySource, state: PlayState, daysPerStep = 1) =>
    new Player(api, source, board, {
      daysPerStep,
      graceDays: 3,
      save: (done) => Promise.resolve(void saved.push(done)),
      signal: new AbortController().signal,
    }).play(state);
  const story = () =>
    fake().seen.map((seen) =>
      seen.what === 'orders' ? seen.ids.join('+') : seen.what === 'clock' ? (seen.now ?? seen.mode) : seen.service,
    );

  it('sends a day, waits for every service in turn, moves the clock, waits for what that causes', async () => {
    await play(sourceOf(2, false), START);
    const all = ['order-ingest', 'customer-profile', 'segmentation', 'notification'];
    expect(story()).toEqual([
      '2026-01-29T16:00:00.000Z',
      ...['0-0+0-1', ...all, '2026-01-30T16:00:00.000Z', 'segmentation', 'notification'],
      ...['1-0+1-1', ...all, '2026-01-31T16:00:00.000Z', 'segmentation', 'notification'],
    ]);
    expect(fake().authorizations).toEqual(new Set(['Bearer ow_key']));
    expect(board.messages).toBe(4);
    expect(board.waiting['segmentation']).toBe(0);
  });

  it('lets the clock run by the wall after a source that ends today', async () => {
    await play(sourceOf(2, true), START);
    expect(story().slice(-3)).toEqual(['wall', 'segmentation', 'notification']);
    expect(saved.at(-1)).toEqual({ ...START, doneThrough: FIRST + 1, finished: true });
  });

  it('goes on after the last day that was done, also when the clock was moved but that was not noted', async () => {
    await play(sourceOf(3, false), START);
    const before = story().length;
    await play(sourceOf(3, false), { ...START, doneThrough: FIRST + 1 });
    expect(story().slice(before)[0]).toBe('2-0+2-1');
    expect(
      story()
        .slice(before)
        .filter((text) => text.includes('+')),
    ).toEqual(['2-0+2-1']);
  });

  it('does not pretend that a clock went back for a play from the start', async () => {
    await play(sourceOf(2, false), START);
    await expect(play(sourceOf(2, false), START)).rejects.toThrow('409');
  });

  it('plays weeks as one step, and does nothing when all is done', async () => {
    await play(sourceOf(10, false), START, 7);
    expect(saved.map(({ doneThrough }) => doneThrough)).toEqual([FIRST + 6, FIRST + 9]);
    const before = story().length;
    await play(sourceOf(10, false), { ...START, doneThrough: FIRST + 9, finished: true });
    expect(story().length).toBe(before);
  });

  it('tells the tiers of a month once, on the day on which its grace is over', async () => {
    await play(sourceOf(8, false), START);
    expect(board.months).toEqual([{ month: '2026-01', tiers: { A: 2, B: 0, C: 0, D: 7 } }]);
    expect(fake().seen.filter(({ what }) => what === 'orders')).toHaveLength(8);
    expect(board.alertsShown).toEqual([{ id: 'a1', severity: 'critical', title: 'A → D', day: '2026-02-01' }]);
  });

  it('counts an order that is refused alone as quarantined', async () => {
    fake().failNext.push(422);
    expect(await api.postOrders(['{"externalId":"1"}'])).toEqual([{ result: 'quarantined' }]);
    fake().failNext.push(422);
    await expect(api.postOrders(['{}', '{}'])).rejects.toThrow('422');
  });

  it('asks again while a service is away, and loses nothing', async () => {
    fake().failNext.push(503, 429);
    await play(sourceOf(1, false), START);
    expect(board.messages).toBe(2);
    expect(story()[0]).toBe('2026-01-29T16:00:00.000Z');
  });
});
