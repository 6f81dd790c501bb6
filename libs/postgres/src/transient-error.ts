const TRANSIENT_STATES = /^(08|40|53|55P03|57P0[1-5]|57014|58)/;
const TRANSIENT_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const TRANSIENT_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable/;

// Of a table that was exchanged, or was dropped after that.
const OUTDATED_STATES = new Set(['0A000', 'XX000']);
const OUTDATED_MESSAGES = /cached plan must not change|cache lookup failed for type/;

/** Whether trying the same again later can succeed: lost connections, deadlocks, serialization, lack of resources. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isOutdatedPlan(error)) return true;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (TRANSIENT_CODES.has(code) || (code.length === 5 && TRANSIENT_STATES.test(code))))
    return true;
  return TRANSIENT_MESSAGES.test(error.message);
}

/**
 * Whether a prepared statement fails because its table was exchanged for another one of the same name: the row type of a parameter is that
 * of the former table for as long as the connection lives.
 */
export function isOutdatedPlan(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return code === '42846' || (OUTDATED_STATES.has(String(code)) && OUTDATED_MESSAGES.test(error.message));
}
