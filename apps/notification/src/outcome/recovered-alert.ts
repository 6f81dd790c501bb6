import { tellOutcome, type Locale } from '@orderweave/domain-notification';
import { formatAmount, parseAmount, showAmount } from '@orderweave/domain-ordering';

/** The orders that recovered an alert, as they are stored. */
export interface RecoveredAlert {
  readonly orders: number;
  /** Decimal text. */
  readonly amount: string;
  readonly currency: string;
  readonly firstOrder: string;
  /** ISO 8601. */
  readonly firstAt: string;
}

/** A column for queries of `alert`: a `RecoveredAlert`, or null while no order came in time. One look by key. */
export const RECOVERED = `(SELECT json_build_object('orders', o.orders, 'amount', o.amount::text, 'currency', o.currency,
     'firstOrder', o.first_order, 'firstAt', o.first_at)
   FROM alert_outcome o WHERE o.tenant = alert.tenant AND o.alert_id = alert.id AND o.orders > 0)`;

/** The same as a person reads it. */
export function presentRecovery({ orders, amount, currency, firstOrder, firstAt }: RecoveredAlert, locale: Locale) {
  const net = parseAmount(amount);
  return {
    text: tellOutcome({ orders, amount: showAmount(net), currency }, locale),
    ...{ orders, amount: formatAmount(net), currency, firstOrder },
    firstPlacedAt: new Date(firstAt).toISOString(),
  };
}
