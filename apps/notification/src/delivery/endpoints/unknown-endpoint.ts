import { Problem } from '@orderweave/service';

/** The problem (404) of an endpoint that the tenant does not have. */
export function unknownEndpoint(id: string, what: 'endpoint' | 'webhook' = 'endpoint'): Problem {
  const detail = `There is no ${what} ${id}.`;
  return new Problem({ status: 404, code: `unknown-${what}`, title: `No such ${what}`, detail });
}
