/** The clock of a tenant as it was told last. */
export interface TenantClock {
  readonly mode: 'wall' | 'manual';
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What a tenant's clock shows, given the wall clock; a tenant that never set its clock lives by the wall clock. */
export function readClock(clock: TenantClock | undefined, wallNow: number): number {
  return clock?.mode === 'manual' ? clock.now : wallNow;
}
