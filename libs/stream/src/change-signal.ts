/** Wakes whoever waits for the next step of work, so that nobody needs to ask again and again. */
export class ChangeSignal {
  private readonly waiting = new Set<() => void>();

  /** Something was committed or published. */
  raise(): void {
    for (const wake of this.waiting) wake();
  }

  /** Resolves at the next `raise`, or after `ms` milliseconds. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiting.add(wake);
    });
  }
}
