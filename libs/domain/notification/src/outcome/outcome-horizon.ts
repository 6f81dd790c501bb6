import { LONGEST_WINDOW_DAYS } from './outcome-rule.js';

/** Days after the longest window in which corrections and refunds of its orders still change an outcome. */
export const RESTATED_DAYS = 60;
const DAY_MS = 86_400_000;

/**
 * The moment (epoch milliseconds) up to which everything is settled for good, given what the tenant's clock shows: documents that were
 * placed at or before it are forgotten, and outcomes of alerts whose window began before it stay as they are.
 */
export function outcomeHorizon(now: number): number {
  return now - (LONGEST_WINDOW_DAYS + RESTATED_DAYS) * DAY_MS;
}
