import type { OrderLineSubmission, OrderSubmission } from '@orderweave/contracts';
import { localDay, startOfDay } from '@orderweave/domain-ordering';
import type { Static } from 'typebox';
import { PRODUCTS } from '../catalogue/products.js';
import type { SimulatedChannel } from '../population/channel.js';
import type { ChannelIdentity, SimulatedCustomer } from '../population/draw-customer.js';
import { drawLogNormal } from '../random/distributions.js';
import type { RandomSource } from '../random/random-source.js';

/** One line as submitted. */
export type SubmittedLine = Static<typeof OrderLineSubmission>;

/** The company that receives the orders. */
export interface Company {
  timeZone: string;
  /** ISO 4217 code of every order. */
  currency: string;
}

/** What is known about an order before its basket is drawn. */
export interface OrderSlip {
  externalId: string;
  /** Epoch milliseconds. */
  placedAt: number;
  channel: SimulatedChannel;
  /** Absent for an anonymous order. */
  buyer?: { customer: SimulatedCustomer; identity: ChannelIdentity };
}

const DAY_MS = 86_400_000;

/** Draws a basket for an order and writes the whole submission. */
export function drawOrder(random: RandomSource, slip: OrderSlip, company: Company): OrderSubmission {
  const { channel, buyer } = slip;
  const business = channel.season === 'business';
  const target = drawLogNormal(random, Math.log(channel.typicalOrder), 0.55) * (buyer?.customer.spend ?? 0.6);
  const goods = drawLines(random, target, buyer?.customer);
  const placedAt = instantText(slip.placedAt, channel.name === 'tmall' ? company.timeZone : 'UTC');
  return {
    channel: channel.name,
    externalId: slip.externalId,
    status: business ? 'placed' : 'paid',
    placedAt,
    updatedAt: placedAt,
    currency: company.currency,
    identifiers: buyer ? [...buyer.identity.identifiers] : [],
    ...(buyer ? describeBuyer(buyer.customer, business) : {}),
    lines: goods,
    ...(!business && target < 200 ? { shipping: '12.00' } : {}),
  };
}

function describeBuyer(customer: SimulatedCustomer, business: boolean): Partial<OrderSubmission> {
  const { street, city, region, postalCode, country } = customer.place;
  return {
    customerName: customer.name,
    ...(customer.company ? { company: customer.company } : {}),
    ...(business || customer.keyAccount ? { salesRep: customer.owner } : {}),
    shipTo: {
      name: customer.name,
      street: `${street} ${1 + (customer.index % 180)}`,
      city,
      region,
      postalCode,
      country,
    },
  };
}

/** Lines that together are worth about the target, mostly of what the customer likes. */
function drawLines(random: RandomSource, target: number, customer?: SimulatedCustomer): SubmittedLine[] {
  const lines = new Map<string, SubmittedLine>();
  const count = 1 + Math.min(5, Math.floor(-1.6 * Math.log(1 - random.next())));
  for (let index = 0; index < count; index++) {
    const product = random.pick(customer && random.chance(0.7) ? customer.favourites : PRODUCTS);
    const quantity = Math.max(1, Math.round((target / count / product.priceCents) * 100));
    const discount = random.chance(0.12)
      ? Math.round(product.priceCents * quantity * random.pick([0.05, 0.1, 0.2]))
      : 0;
    lines.set(product.sku, {
      sku: product.sku,
      name: product.name,
      category: product.category,
      quantity: String(quantity),
      unitPrice: centsText(product.priceCents),
      ...(discount > 0 ? { discount: centsText(discount) } : {}),
    });
  }
  return [...lines.values()];
}

/** `1234` → `12.34`. */
export function centsText(cents: number): string {
  return `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
}

/** What a line is worth after its discount, in cents. */
export function lineCents(line: SubmittedLine): number {
  return Math.round(Number(line.quantity) * Number(line.unitPrice) * 100 - Number(line.discount ?? 0) * 100);
}

/** ISO 8601 with the offset that the zone's day begins with, so that messages carry offsets as marketplaces send them. */
export function instantText(instant: number, timeZone: string): string {
  const day = localDay(instant, timeZone);
  const offset = Math.round((day * DAY_MS - startOfDay(day, timeZone)) / 60_000);
  if (offset === 0) return new Date(instant).toISOString().replace('.000', '');
  const sign = offset < 0 ? '-' : '+';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const wall = new Date(instant + offset * 60_000).toISOString().slice(0, 19);
  return `${wall}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
