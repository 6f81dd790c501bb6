/** Whether an endpoint is thought to work. */
export interface Circuit {
  /** Failures in a row. */
  readonly failures: number;
  /** Nothing is sent before this moment, epoch milliseconds; 0 when it is closed. */
  readonly openUntil: number;
}

/** The circuit of an endpoint that works. */
export const CLOSED: Circuit = { failures: 0, openUntil: 0 };

/** So many failures in a row open the circuit. */
const OPENS_AT = 5;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** One message probes an endpoint whose pause is over; the others wait so long for what comes of it. */
const PROBE_MS = 15_000;

/** Whether a message may be sent; after a pause one alone may, as a probe. */
export function passCircuit(circuit: Circuit, now: number): { readonly pass: boolean; readonly circuit: Circuit } {
  if (circuit.openUntil > now) return { pass: false, circuit };
  if (circuit.failures < OPENS_AT) return { pass: true, circuit };
  return { pass: true, circuit: { ...circuit, openUntil: now + PROBE_MS } };
}

/** The circuit after an attempt failed; each failure beyond the fifth doubles the pause, up to an hour. */
export function afterFailure({ failures }: Circuit, now: number, waitMs = 0): Circuit {
  const count = failures + 1;
  const pause = count < OPENS_AT ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - OPENS_AT));
  const wait = Math.max(pause, waitMs);
  return { failures: count, openUntil: wait > 0 ? now + wait : 0 };
}
