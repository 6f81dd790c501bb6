import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats an assertion until it holds and returns its result.
 * @throws what the assertion threw last, when it does not hold within `timeoutMs`
 */
export async function eventually<T>(assertion: () => T | Promise<T>, timeoutMs = 10_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (let pause = 5; ; pause = Math.min(2 * pause, 100)) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() + pause > deadline) throw error;
      await sleep(pause);
    }
  }
}
