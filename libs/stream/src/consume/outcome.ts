/** What became of one record. Expected ends are values; only faults that nobody foresaw are exceptions. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'dead-letter'; readonly code: string; readonly cause: Error };

export const ok: Outcome = Object.freeze({ kind: 'ok' });

/** The record needs nothing done, and why; counted, not kept. */
export const drop = (reason: string): Outcome => ({ kind: 'drop', reason });

/** The record can never be handled as it is; kept with its bytes, headers, code and cause. */
export const deadLetter = (code: string, cause: unknown): Outcome => ({
  kind: 'dead-letter',
  code,
  cause: cause instanceof Error ? cause : new Error(String(cause)),
});
