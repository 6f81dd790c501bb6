import { createHash } from 'node:crypto';
import type { Transition } from '@orderweave/contracts';

/** The id of the one alert that a transition may raise: `al_` and 96 bits of SHA-256 over tenant and transition id, in hex. */
export function alertId({ tenant, id }: Pick<Transition, 'tenant' | 'id'>): string {
  return `al_${createHash('sha256').update(`${tenant}\n${id}`).digest('hex').slice(0, 24)}`;
}
