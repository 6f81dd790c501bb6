/** The names of the inputs of value bands, RFM groups and pace. */
export const WINDOW_REASON = {
  netAmount: 'trailing-net-amount',
  windowDays: 'window-days',
  customersAhead: 'customers-ahead',
  valuedCustomers: 'valued-customers',
  shareAhead: 'share-ahead',
  recency: 'recency-score',
  frequency: 'frequency-score',
  monetary: 'monetary-score',
  lastPurchase: 'last-purchase',
  purchaseDays: 'purchase-days',
  scoredCustomers: 'scored-customers',
  monthToDate: 'month-to-date',
  usualByNow: 'usual-by-now',
  missing: 'missing-to-pace',
  paceMonths: 'pace-months',
  lastMonthTier: 'last-month-tier',
} as const;
