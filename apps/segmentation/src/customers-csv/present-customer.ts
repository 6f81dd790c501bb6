import { formatAmount } from '@orderweave/domain-ordering';
import type { CustomerMeasures, PurchaseMeasures } from './customer-measures.js';
import type { CustomerMeasuresResponse, PurchaseMeasuresResponse } from './customers-response.js';

/** A customer's measures as they are answered. */
export function presentCustomer({ day: _day, ...customer }: CustomerMeasures): CustomerMeasuresResponse {
  return {
    ...customer,
    identifiers: [...customer.identifiers],
    purchases: customer.purchases && presentPurchases(customer.purchases),
    net365: formatAmount(customer.net365),
  };
}

/** What purchase days say, as it is answered. */
export function presentPurchases(purchases: PurchaseMeasures): PurchaseMeasuresResponse {
  const { foretold } = purchases;
  const [p10, p50, p90] = foretold?.nextOrder.map((days) => (Number.isFinite(days) ? days : null)) ?? [];
  return {
    repeatPurchaseDays: purchases.x,
    daysToLastPurchase: purchases.tx,
    daysKnown: purchases.t,
    silenceDays: purchases.silence,
    gapDays: purchases.gap,
    overdue: purchases.overdue,
    risk: purchases.risk,
    riskBasis: purchases.basis,
    alive: foretold?.alive ?? null,
    q30: foretold?.q30 ?? null,
    chanceLost: foretold?.chanceLost ?? null,
    nextOrder: foretold && { p10: p10 ?? null, p50: p50 ?? null, p90: p90 ?? null },
    value12Months: foretold?.value12Months?.toFixed(2) ?? null,
  };
}
