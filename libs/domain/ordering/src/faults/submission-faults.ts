import type { Fault } from './fault.js';
import { ruleFaults } from './rule-faults.js';
import { fitsSchema, schemaFaults } from './schema-faults.js';

/**
 * Everything that is wrong with a submission, one fault a field; empty exactly when it is an `OrderSubmission` that can be recorded.
 * `now`: the wall clock in epoch milliseconds.
 */
export function submissionFaults(value: unknown, now: number): Fault[] {
  if (fitsSchema(value)) return ruleFaults(value, now);
  const faults = schemaFaults(value);
  const faulty = new Set(faults.map(({ field }) => field));
  return [...faults, ...ruleFaults(value, now).filter(({ field }) => !faulty.has(field))];
}
