import { hash } from 'node:crypto';
import type { OrderSubmission } from '@orderweave/contracts';

/**
 * 128 bits of SHA-256 (hex) over what a submission says, whatever the order of its fields. Tenant settings have no part in it: the
 * same message is the same revision before and after a rate is added. Takes the parts already brought to one spelling.
 */
export function contentHash(submission: OrderSubmission, spelled: readonly unknown[]): string {
  const { refundsOrder, currency, identifiers, customerName, company, industry, companySize, salesRep, shipTo } =
    submission;
  const who = identifiers?.map(({ kind, value }) => `${kind}:${value.trim()}`);
  const address = shipTo && Object.entries(shipTo).sort(([a], [b]) => (a < b ? -1 : 1));
  const content: unknown[] = [refundsOrder, currency, who, customerName, company, salesRep, address, spelled];
  // Only where it is said, so that what was sent before it could be said is still the same revision.
  if (industry !== undefined || companySize !== undefined) content.push(industry, companySize);
  return hash('sha256', JSON.stringify(content), 'hex').slice(0, 32);
}
