import { outcomeTerms } from '@orderweave/domain-notification';
import type { Transaction } from '@orderweave/postgres';
import type { NewAlert } from '../../alerts/alert.store.js';
import { openOutcomes, type OpenedOutcome } from './alert-outcome.store.js';

/**
 * Watches alerts for their outcome from the transaction on in which they are raised, by their rules of that moment; orders that are
 * known already count too. One statement, whatever their number.
 */
export async function watchAlerts(tx: Transaction, alerts: readonly NewAlert[]): Promise<void> {
  const opened = alerts.map(({ id, rule, raisedBy, muted = null, raisedAt, transition }): OpenedOutcome => {
    const { tenant, customerId, kind } = transition;
    const terms = outcomeTerms(transition, raisedAt, raisedBy.rule.outcome);
    return { tenant, alertId: id, customerId, rule, kind, muted, raisedAt, terms };
  });
  await openOutcomes(tx, opened);
}
