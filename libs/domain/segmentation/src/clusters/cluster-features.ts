import { parseAmount, ratioOf, type Day } from '@orderweave/domain-ordering';
import { distinctDays, gapsOf, median } from '../rhythm/gaps.js';
import { ordersKnown, type CustomerFacts } from '../segments/customer-facts.js';

const YEAR = 365;
const ONE = parseAmount(1);

/** What customers are grouped by, over the trailing 365 days unless said otherwise. */
export const CLUSTER_FEATURES = [
  'silence-days',
  'purchase-days',
  'net-amount',
  'order-value',
  'typical-gap-days',
  'customer-age-days',
  'product-count',
] as const;
export type ClusterFeature = (typeof CLUSTER_FEATURES)[number];

/** A customer's features; null where there is none, which is then taken as average. */
export type FeatureValues = Record<ClusterFeature, number | null>;

/** The features of a customer as of the end of a day; null for one without a purchase day in the trailing 365 days. */
export function clusterFeaturesOf(facts: Pick<CustomerFacts, 'orders'>, day: Day): FeatureValues | null {
  const orders = ordersKnown(facts, day);
  const recent = orders.filter(({ placedOn }) => day - placedOn < YEAR);
  const purchases = recent.filter(({ purchase }) => purchase);
  const last = purchases.at(-1);
  if (!last) return null;
  const days = distinctDays(purchases.map(({ placedOn }) => placedOn));
  const net = ratioOf(
    recent.reduce((sum, { amount }) => sum + amount, 0n),
    ONE,
  );
  const gaps = gapsOf(days);
  return {
    'silence-days': day - last.placedOn,
    'purchase-days': days.length,
    'net-amount': net,
    'order-value': net / purchases.length,
    'typical-gap-days': gaps.length === 0 ? null : median(gaps),
    'customer-age-days': day - orders.find(({ purchase }) => purchase)!.placedOn,
    'product-count': new Set(purchases.flatMap(({ products }) => products)).size,
  };
}
