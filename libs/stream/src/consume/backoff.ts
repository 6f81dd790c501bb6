/** How long to wait before attempt `attempt` (from 1): doubling up to a limit, half of it jitter (random in [0, 1)). */
export function backoff(attempt: number, random: number, { firstMs = 50, limitMs = 5_000 } = {}): number {
  const full = Math.min(limitMs, firstMs * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random;
}
