import { setImmediate } from 'node:timers/promises';

/** How long one thing may hold the process before others have their turn. */
const LONGEST_MS = 20;

/** Lets everything else in the process run in between while work lasts that is done in memory. */
export class Breath {
  private since = performance.now();

  /** Call it every millisecond or so of work: once in a while it waits until all that is ready has run. */
  async take(): Promise<void> {
    if (performance.now() - this.since < LONGEST_MS) return;
    await setImmediate();
    this.since = performance.now();
  }
}

/** Runs what goes in steps to its end, with breath. */
export async function unhurried<T>(steps: Iterator<undefined, T>): Promise<T> {
  for (const breath = new Breath(); ;) {
    const { done, value } = steps.next();
    if (done) return value;
    await breath.take();
  }
}
