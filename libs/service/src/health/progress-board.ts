/** Counts what is still to be done apart from Kafka and the outbox, so that `drained` means that nothing at all waits. */
export class ProgressBoard {
  private readonly sources = new Map<string, () => Promise<number>>();

  /** Adds a source: a name and how to count what it has left. */
  add(name: string, pending: () => Promise<number>): void {
    this.sources.set(name, pending);
  }

  /** What each source has left. */
  async read(): Promise<Record<string, number>> {
    const entries = await Promise.all(
      [...this.sources].map(async ([name, pending]) => [name, await pending()] as const),
    );
    return Object.fromEntries(entries);
  }
}
