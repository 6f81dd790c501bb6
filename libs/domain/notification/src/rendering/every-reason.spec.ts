import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as en from './names-en.js';
import * as zh from './names-zh.js';

const ROOT = new URL('../../../../../', import.meta.url);
const LIBRARY = 'libs/domain/segmentation/src';
const APP = 'apps/segmentation/src';

/** The constants of segmentation that say by which names it gives reasons. Read as text: no library may import an app. */
const SOURCES: readonly [file: string, constant: string, part: 'keys' | 'values'][] = [
  [`${LIBRARY}/stage/reason.ts`, 'REASON', 'values'],
  [`${LIBRARY}/signals/signal.ts`, 'SIGNAL_REASON', 'values'],
  [`${LIBRARY}/segments/segment-attributes.ts`, 'SEGMENT_ATTRIBUTES', 'keys'],
  [`${APP}/ladder/tier-reason.ts`, 'TIER_REASON', 'values'],
  [`${APP}/windows/window-reason.ts`, 'WINDOW_REASON', 'values'],
  [`${APP}/feedback/feedback-reason.ts`, 'FEEDBACK_REASON', 'values'],
];
/** Those that are given without a constant. */
const LITERALS: readonly [file: string, names: readonly string[]][] = [
  [`${APP}/segments/judge-segments.ts`, ['segment', 'segment-version']],
  [`${LIBRARY}/segments/explain-segment.ts`, ['matching-orders', 'matching-feedback']],
];

const textOf = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');

function namesIn(file: string, constant: string, part: 'keys' | 'values'): string[] {
  const [, body] = textOf(file).split(`export const ${constant} = {\n`);
  const [members] = body!.split('\n} as const');
  const member = part === 'keys' ? /^ {2}'?([\w-]+)'?: \{/gm : /^ {2}\w+: '([^']+)',$/gm;
  return [...members!.matchAll(member)].map(([, name]) => name!);
}

const names = [...SOURCES.flatMap((source) => namesIn(...source)), ...LITERALS.flatMap(([, literals]) => literals)];

describe('the names by which segmentation gives reasons', () => {
  it('are found where they are looked for', () => {
    for (const source of SOURCES) expect(namesIn(...source).length).toBeGreaterThanOrEqual(6);
    for (const [file, literals] of LITERALS) for (const name of literals) expect(textOf(file)).toContain(`'${name}'`);
    expect(names).toEqual(expect.arrayContaining(['chance-lost', 'last-with-it', 'net-365', 'usual-by-now']));
  });

  it('are all told in Chinese and in English', () => {
    expect(names.filter((name) => !Object.hasOwn(zh.REASONS, name))).toEqual([]);
    expect(names.filter((name) => !Object.hasOwn(en.REASONS, name))).toEqual([]);
    expect(Object.values(zh.REASONS).filter((words) => !/[一-鿿]/.test(words))).toEqual([]);
  });

  it('have the same words in both languages', () => {
    expect(Object.keys(zh.REASONS).sort()).toEqual(Object.keys(en.REASONS).sort());
    expect(Object.keys(zh.SIGNAL_ENDS).sort()).toEqual(Object.keys(en.SIGNAL_ENDS).sort());
    expect(Object.keys(zh.UNITS).sort()).toEqual(Object.keys(en.UNITS).sort());
    expect(Object.keys(en.STATES).filter((state) => !Object.hasOwn(zh.STATES, state))).toEqual([]);
  });

  it('stand beside states that are all told in Chinese', () => {
    const signals = [
      ...textOf(`${LIBRARY}/signals/signal-policy.ts`)
        .split('] as const')[0]!
        .matchAll(/'([a-z-]+)'/g),
    ].map(([, signal]) => signal!);
    expect(Object.keys(zh.SIGNAL_ENDS).sort()).toEqual(signals.sort());
    const states = [...textOf(`${LIBRARY}/segments/segment-attributes.ts`).matchAll(/states: \[([^\]]+)\]/g)]
      .flatMap(([, list]) => [...list!.matchAll(/'([a-z-]+)'/g)])
      .concat([...textOf(`${LIBRARY}/rfm/default-rfm-groups.ts`).matchAll(/group: '([a-z-]+)'/g)])
      .map(([, state]) => state!)
      .concat(signals);
    expect(states.length).toBeGreaterThan(40);
    expect(states.filter((state) => !Object.hasOwn(zh.STATES, state))).toEqual([]);
  });
});
