/** A month's ladder at the moment when somebody crosses a boundary of it; epoch milliseconds. */
export interface LadderMoment {
  /** What the tenant's clock shows. */
  readonly now: number;
  /** The end of the month. */
  readonly monthEnd: number;
  /** When its tiers were frozen; undefined as long as they are not. */
  readonly closedAt?: number | undefined;
}

/**
 * When a crossing became true, epoch milliseconds. By an order that was placed: now, or as its month ended or closed, so that who loads history
 * alerts nobody. By one that was revised: then, but a frozen tier is not restated before its close.
 */
export function crossedAt({ now, monthEnd, closedAt }: LadderMoment, revisedAt: string | undefined): number {
  if (revisedAt === undefined) return Math.min(now, closedAt ?? monthEnd);
  return Math.min(now, Math.max(Date.parse(revisedAt), closedAt ?? 0));
}
