import { createHash } from 'node:crypto';
import type { RulePolicy } from '@orderweave/domain-notification';

/** Names the strategies of a policy by their content. */
export function digestStrategies({ strategies = [] }: RulePolicy): string {
  return createHash('sha256').update(JSON.stringify(strategies)).digest('hex').slice(0, 32);
}
