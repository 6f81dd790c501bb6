/** The names of the inputs of a tier. */
export const TIER_REASON = {
  netAmount: 'net-amount',
  customersAhead: 'customers-ahead',
  orderingCustomers: 'ordering-customers',
  shareAhead: 'share-ahead',
  publishedTier: 'published-tier',
  previousNetAmount: 'previous-net-amount',
} as const;
