import { Piscina } from 'piscina';
import * as work from './aside-work.js';

type Work = typeof work;

/** A thread that has nothing to do for so long ends. It takes half a second to start, which a played history would pay with every week. */
const IDLE_MS = 60_000;
let thread: Piscina | undefined;

/**
 * Does what takes seconds in a thread of its own, one at a time; orders and requests are served meanwhile. The thread does not keep the
 * process alive.
 */
export async function aside<Name extends keyof Work>(
  name: Name,
  input: Parameters<Work[Name]>[0],
): Promise<ReturnType<Work[Name]>> {
  // A thread loads compiled code; from sources, as in specs, there is none.
  if (import.meta.url.endsWith('.ts')) return (work[name] as (given: unknown) => ReturnType<Work[Name]>)(input);
  thread ??= new Piscina({
    filename: new URL('./aside-work.js', import.meta.url).href,
    ...{ minThreads: 0, maxThreads: 1, idleTimeout: IDLE_MS, atomics: 'disabled' as const },
  });
  return (await thread.run(input, { name })) as ReturnType<Work[Name]>;
}
