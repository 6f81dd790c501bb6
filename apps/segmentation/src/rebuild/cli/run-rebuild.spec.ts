import { describe, expect, it } from '@jest/globals';
import type { RebuildResponse } from '../rebuild-responses.js';
import { parseRebuildOptions, UsageError } from './rebuild-options.js';
import { runRebuild } from './run-rebuild.js';
import { tellComparison, tellWayBack } from './tell-rebuild.js';

type State = RebuildResponse['state'];

function rebuildIn(state: State, more: Partial<RebuildResponse> = {}): RebuildResponse {
  const times = { startedAt: '2026-11-22T08:00:00.000Z', comparedAt: null, exchangedAt: null };
  const progress = { replayed: 250, total: 1_000, percent: 25, remainingSeconds: state === 'replaying' ? 3 : null };
  return { id: 7, state, startedBy: 'ana', ...times, ...progress, fault: null, differences: [], ...more };
}

/** A service whose rebuild goes through states as it is looked at; `asked` is what was asked of it. */
function serviceWith(newest: RebuildResponse | undefined, states: State[]) {
  const asked: string[] = [];
  return {
    asked,
    newest: () => Promise.resolve(newest),
    begin: () => (asked.push('begin'), Promise.resolve(rebuildIn('waiting'))),
    ask: (_: number, wish: string) => {
      asked.push(wish);
      return Promise.resolve(rebuildIn(wish === 'resume' ? 'waiting' : 'switching'));
    },
    read: () => Promise.resolve(rebuildIn(states.shift()!)),
  };
}

function following(signal = new AbortController().signal) {
  const written: string[] = [];
  return { written, output: { write: (text: string) => written.push(text) }, signal, pollMs: 0 };
}

describe('a rebuild from the command line', () => {
  it('1. is begun, followed until it is compared, and then exchanged if that is asked for', async () => {
    const service = serviceWith(undefined, ['replaying', 'replaying', 'settling', 'comparing', 'ready']);
    const told = following();
    expect(await runRebuild({ exchange: null }, service, told)).toEqual({ rebuild: rebuildIn('ready'), left: false });
    expect(service.asked).toEqual(['begin']);
    expect(told.written[1]).toBe('rebuild 7 replaying  25.0 %  250 of 1000 messages, 3 s left\n');
    expect(told.written).toHaveLength(5);
    const switching = serviceWith(rebuildIn('discarded'), ['ready', 'switching', 'switched']);
    const { rebuild } = await runRebuild({ exchange: 'switch' }, switching, following());
    expect([rebuild.state, switching.asked]).toEqual(['switched', ['begin', 'switch']]);
  });

  it('2. goes on where it is: what is under way is followed, what rests is taken up', async () => {
    const running = serviceWith(rebuildIn('replaying'), ['ready']);
    await runRebuild({ exchange: null }, running, following());
    const resting = serviceWith(rebuildIn('stopped'), ['ready']);
    await runRebuild({ exchange: null }, resting, following());
    const failed = serviceWith(rebuildIn('ready'), ['failed']);
    const { rebuild } = await runRebuild({ exchange: 'switch' }, failed, following());
    expect([running.asked, resting.asked, failed.asked, rebuild.state]).toEqual([[], ['resume'], ['resume'], 'failed']);
  });

  it('3. is switched back, and exchanged only where there is something to exchange', async () => {
    const switched = serviceWith(rebuildIn('switched'), ['ready']);
    const { rebuild } = await runRebuild({ exchange: 'switch-back' }, switched, following());
    expect([rebuild.state, switched.asked]).toEqual(['ready', ['switch-back']]);
    for (const [newest, exchange] of [
      [rebuildIn('switched'), 'switch'],
      [rebuildIn('ready'), 'switch-back'],
      [undefined, 'switch-back'],
    ] as const) {
      await expect(runRebuild({ exchange }, serviceWith(newest, []), following())).rejects.toThrow(UsageError);
    }
    expect((await runRebuild({ exchange: null }, serviceWith(rebuildIn('switched'), []), following())).left).toBe(
      false,
    );
  });

  it('4. is left running by an interruption, which asks nothing of it', async () => {
    const interruption = new AbortController();
    const service = serviceWith(undefined, ['replaying', 'replaying']);
    const read = service.read;
    service.read = () => (interruption.abort(), read());
    const { rebuild, left } = await runRebuild({ exchange: 'switch' }, service, following(interruption.signal));
    expect([left, service.asked]).toEqual([true, ['begin']]);
    expect(tellWayBack(rebuild)).toContain('the same command comes back to it');
  });

  it('5. is told with what differs, by table', () => {
    const comparedAt = '2026-11-22T09:00:00.000Z';
    expect(tellComparison(rebuildIn('ready', { comparedAt }), 'acme')).toBe(
      `rebuild 7 is ready since ${comparedAt}\nnothing differs in tenant acme`,
    );
    const differences = [
      { table: 'customer', basis: 'state' as const, kind: 'different', rows: 2 },
      { table: 'month_tier', basis: 'history' as const, kind: 'only-live', rows: 1 },
    ];
    expect(tellComparison(rebuildIn('ready', { comparedAt, differences }), 'acme').split('\n').slice(1)).toEqual([
      'rows that differ in tenant acme:',
      '  customer    state  different  2',
      '  month_tier  history  only-live  1',
      'row by row: GET /v1/rebuilds/7/differences',
    ]);
    expect(tellComparison(rebuildIn('failed', { fault: 'no log' }), 'acme')).toBe('rebuild 7 is failed: no log');
  });

  it('6. is understood from its words', () => {
    const url = 'http://localhost:4103';
    expect(parseRebuildOptions([])).toEqual({ tenant: 'default', exchange: null, url });
    expect(parseRebuildOptions(['--tenant', 'acme', '--switch'])).toEqual({ tenant: 'acme', exchange: 'switch', url });
    expect(parseRebuildOptions(['--switch-back', '--url', 'http://seg:1/'])).toMatchObject({
      exchange: 'switch-back',
      url: 'http://seg:1',
    });
    expect(parseRebuildOptions(['-h'])).toBeUndefined();
    for (const wrong of [['--switch', '--switch-back'], ['--url', 'seg'], ['now'], ['--fast']]) {
      expect(() => parseRebuildOptions(wrong)).toThrow(UsageError);
    }
  });
});
