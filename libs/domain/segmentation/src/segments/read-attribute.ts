import type { Amount, Day } from '@orderweave/domain-ordering';
import { DEFAULT_FREQUENCY_POLICY, frequencyOf, type Frequency } from '../frequency/frequency.js';
import { distinctDays } from '../rhythm/gaps.js';
import {
  feedbackKnown,
  ordersKnown,
  type CurveName,
  type CustomerFacts,
  type FactOrder,
  type FeedbackKind,
} from './customer-facts.js';
import type { AttributeName } from './segment-attributes.js';
import type { Threshold } from './parse-threshold.js';

/** The trailing days that `net-365` adds up. */
export const NET_WINDOW = 365;

/** What a customer has under a name as of the end of a day: a value, the members of a list, or null when it is not known. */
export function readAttribute(
  facts: CustomerFacts,
  name: AttributeName,
  day: Day,
): Threshold | readonly string[] | null {
  switch (name) {
    case 'tier-live':
      return facts.tierLive ?? null;
    case 'tier-final':
      return facts.tierFinal ?? null;
    case 'value-band':
      return facts.valueBand ?? null;
    case 'rfm-group':
      return facts.rfm?.group ?? null;
    case 'rfm-r':
      return facts.rfm?.r ?? null;
    case 'rfm-f':
      return facts.rfm?.f ?? null;
    case 'rfm-m':
      return facts.rfm?.m ?? null;
    case 'company-size':
      return facts.companySize ?? null;
    case 'typical-gap-days':
      return facts.typicalGap ?? null;
    case 'stage':
    case 'risk':
    case 'country':
    case 'region':
    case 'city':
    case 'industry':
    case 'company':
    case 'owner':
    case 'cluster':
      return facts[name] ?? null;
    case 'signals':
      return facts.signals ?? null;
    case 'p-alive':
    case 'q-30':
    case 'chance-lost':
    case 'clv-12m':
      return readCurve(facts, name, day);
    case 'feedback':
      return [...new Set(feedbackKnown(facts, day).map(({ kind }) => kind))];
    case 'last-nps':
      return lastScore(facts, 'nps', day);
    case 'last-csat':
      return lastScore(facts, 'csat', day);
    case 'products':
    case 'categories':
    case 'channels':
    case 'frequency':
    case 'silence-days':
    case 'overdue':
    case 'customer-age-days':
    case 'purchase-days':
    case 'first-order-on':
    case 'last-order-on':
    case 'net-365':
    case 'net-total':
      return readFromOrders(facts, name, day);
  }
}

/** The names of attributes that follow from the orders. */
type OrderAttribute =
  | 'products'
  | 'categories'
  | 'channels'
  | 'frequency'
  | 'silence-days'
  | 'overdue'
  | 'customer-age-days'
  | 'purchase-days'
  | 'first-order-on'
  | 'last-order-on'
  | 'net-365'
  | 'net-total';

function readFromOrders(facts: CustomerFacts, name: OrderAttribute, day: Day): Threshold | readonly string[] | null {
  const orders = ordersKnown(facts, day);
  if (name === 'net-total') return sumOf(orders);
  if (name === 'net-365') return sumOf(orders.filter(({ placedOn }) => day - placedOn < NET_WINDOW));
  const purchases = orders.filter(({ purchase }) => purchase);
  const first = purchases[0]?.placedOn;
  const last = purchases.at(-1)?.placedOn;
  switch (name) {
    case 'products':
    case 'categories':
      return [...new Set(purchases.flatMap((order) => order[name]))];
    case 'channels':
      return [...new Set(purchases.map(({ channel }) => channel))];
    case 'frequency':
      return frequencyOn(daysOf(purchases), facts, day);
    case 'purchase-days':
      return distinctDays(daysOf(purchases)).length;
    case 'first-order-on':
      return first ?? null;
    case 'last-order-on':
      return last ?? null;
    case 'customer-age-days':
      return first === undefined ? null : day - first;
    case 'silence-days':
      return last === undefined ? null : day - last;
    case 'overdue':
      return last === undefined || facts.typicalGap === undefined ? null : (day - last) / facts.typicalGap;
  }
}

function frequencyOn(purchaseDays: readonly Day[], facts: CustomerFacts, day: Day): Frequency {
  const policy = facts.frequencyPolicy ?? DEFAULT_FREQUENCY_POLICY;
  const recent = purchaseDays.filter((one) => day - one < policy.windowDays);
  const lastPurchaseOn = purchaseDays.at(-1) ?? null;
  return frequencyOf({ recentPurchaseDays: distinctDays(recent).length, lastPurchaseOn }, policy);
}

function readCurve({ curves }: CustomerFacts, name: CurveName, day: Day): number | null {
  const curve = curves?.[name];
  return curve ? curve.at(Math.min(day, curve.until)) : null;
}

function lastScore(facts: CustomerFacts, kind: FeedbackKind, day: Day): number | null {
  return feedbackKnown(facts, day).findLast((said) => said.kind === kind && said.score !== undefined)?.score ?? null;
}

function daysOf(orders: readonly FactOrder[]): Day[] {
  return orders.map(({ placedOn }) => placedOn);
}

function sumOf(orders: readonly FactOrder[]): Amount {
  return orders.reduce((sum, { amount }) => sum + amount, 0n);
}
