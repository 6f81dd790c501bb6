import type { ValidationError } from 'class-validator';
import { Problem, type ProblemFault } from './problem.js';

/** All faults that class-validator found, as one problem. */
export function validationProblem(errors: readonly ValidationError[]): Problem {
  return new Problem({
    status: 400,
    code: 'invalid-request',
    title: 'The request has faults',
    detail: 'See errors: each names the field, its value and what is allowed.',
    faults: errors.flatMap((error) => faultsOf(error, '')),
  });
}

function faultsOf(error: ValidationError, path: string): ProblemFault[] {
  const field = `${path}/${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, remedy]) => ({
    field,
    value: error.value as unknown,
    rule,
    remedy,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, field))];
}
