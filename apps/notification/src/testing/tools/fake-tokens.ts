import type { ToolAnswer } from './fake-tool.js';

/** The tokens that a tool has given out. */
export interface FakeTokens {
  readonly lifeSeconds: number;
  /** How many were asked for. */
  readonly given: string[];
  give(at: number): string;
  isGood(token: string | undefined, at: number): boolean;
  /** From now on none of them is taken, as when a company changes the app's secret. */
  revoke(): void;
}

/** Tokens that end after so many seconds. */
export function fakeTokens(lifeSeconds = 7_200): FakeTokens {
  const good = new Map<string, number>();
  const given: string[] = [];
  return {
    lifeSeconds,
    given,
    give(at) {
      const token = `t-spec${given.length + 1}`;
      given.push(token);
      good.set(token, at + lifeSeconds * 1_000);
      return token;
    },
    isGood: (token, at) => token !== undefined && (good.get(token) ?? 0) > at,
    revoke: () => good.clear(),
  };
}

/** An answer to something else than a message. */
export const aside = (document: object): ToolAnswer => ({
  ...{ accepted: false, aside: true, status: 200 },
  body: JSON.stringify(document),
});

/** Whether one more call to somebody would be more than so many in so long; who is told of it is remembered by the returned function. */
export function pacePeople(): (person: string, at: number, messages: number, perMs: number) => boolean {
  const log = new Map<string, number[]>();
  return (person, at, messages, perMs) => {
    const moments = log.get(person) ?? [];
    if (moments.filter((moment) => moment > at - perMs).length >= messages) return true;
    log.set(person, [...moments, at]);
    return false;
  };
}
