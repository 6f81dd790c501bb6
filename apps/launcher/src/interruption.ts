/** A second signal within this time is the first one's echo: npm forwards what the terminal has sent already. */
const ECHO_MS = 400;

/** Tells of the first Ctrl-C (or SIGTERM, SIGHUP) by an abort signal, and of a second one by a call. */
export class Interruption {
  private readonly controller = new AbortController();
  private firstAt = Infinity;
  /** Rejects with `InterruptedError` at the first signal. */
  readonly aborted: Promise<never>;

  constructor(
    private readonly onFirst: () => void,
    private readonly onSecond: () => void,
  ) {
    this.aborted = new Promise((_resolve, reject) => {
      this.controller.signal.addEventListener('abort', () => reject(new InterruptedError()));
    });
    this.aborted.catch(() => undefined);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.interrupt());
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  private interrupt(): void {
    if (!this.controller.signal.aborted) {
      this.firstAt = performance.now();
      this.onFirst();
      this.controller.abort(new InterruptedError());
    } else if (performance.now() - this.firstAt > ECHO_MS) this.onSecond();
  }
}

/** The reason with which everything under way ends. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
}
