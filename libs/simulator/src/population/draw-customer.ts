import { drawCompany, drawName, phoneOf, salespersonOf } from '../catalogue/people.js';
import { PLACES, type Place } from '../catalogue/places.js';
import { PRODUCTS, type Product } from '../catalogue/products.js';
import { drawBeta, drawGamma, drawLogNormal } from '../random/distributions.js';
import type { RandomSource } from '../random/random-source.js';
import { CHANNELS, type SimulatedChannel } from './channel.js';

/** What an order of one channel says about who ordered. */
export interface ChannelIdentity {
  channel: SimulatedChannel;
  identifiers: readonly { kind: 'customer-id' | 'phone' | 'email'; value: string }[];
}

/** One person or company that buys. Its behaviour is that of an MBG/CNBD-k customer. */
export interface SimulatedCustomer {
  index: number;
  name: string;
  company?: string;
  place: Place;
  owner: string;
  /** Whether its orders outside the reps' channel name its salesperson too. */
  keyAccount: boolean;
  /** One, or two for who buys in two channels; the first is the usual one. Both carry an identifier in common. */
  identities: readonly [ChannelIdentity, ...ChannelIdentity[]];
  /** Rate of the Erlang-k gaps, per (seasonal) day: the mean gap is k / lambda days. */
  lambda: number;
  /** Chance to stop for good after each purchase. */
  dropout: number;
  /** Typical worth of an order relative to its channel's. */
  spend: number;
  favourites: readonly Product[];
}

/** The law that the customers are drawn from; `k` is common to all. */
export const PROCESS = { k: 3, r: 1.4, alpha: 6.9, a: 0.7, b: 9 } as const;

const TWO_CHANNELS = 0.15;

/** Draws the customer with this index; the same seed and index give the same customer. */
export function drawCustomer(seed: RandomSource, index: number, channelCount: number): SimulatedCustomer {
  const random = seed.fork(`customer/${index}`);
  const channels = CHANNELS.slice(0, channelCount);
  const first = drawChannel(random, channels);
  const business = first.season === 'business';
  const place = random.pick(PLACES[random.chance(first.name === 'own-shop' ? 0.4 : 0.04) ? 'en' : 'zh']);
  const name = drawName(random, place);
  const others = channels.filter((channel) => channel !== first);
  const both = others.length > 0 && random.chance(TWO_CHANNELS);
  const second = both ? random.pick(others) : undefined;
  // A shop knows an e-mail, a marketplace only a phone: who is to be recognised leaves the same one in both.
  const shared = both ? random.pick(['phone', 'email'] as const) : undefined;
  const identity = (channel: SimulatedChannel) => identify(channel, index, place, shared);
  return {
    index,
    name,
    ...(business ? { company: drawCompany(random, place) } : {}),
    place,
    owner: salespersonOf(place),
    keyAccount: random.chance(0.4),
    identities: second ? [identity(first), identity(second)] : [identity(first)],
    lambda: drawGamma(random, PROCESS.r, PROCESS.alpha),
    dropout: drawBeta(random, PROCESS.a, PROCESS.b),
    spend: drawLogNormal(random, 0, business ? 0.7 : 0.5),
    favourites: Array.from({ length: 8 }, () => random.pick(PRODUCTS)),
  };
}

function drawChannel(random: RandomSource, channels: readonly SimulatedChannel[]): SimulatedChannel {
  let left = random.next() * channels.reduce((sum, channel) => sum + channel.share, 0);
  return channels.find((channel) => (left -= channel.share) < 0) ?? random.pick(channels);
}

function identify(channel: SimulatedChannel, index: number, place: Place, shared?: 'phone' | 'email'): ChannelIdentity {
  const contact = shared ?? (channel.name === 'own-shop' ? 'email' : 'phone');
  const value =
    contact === 'phone'
      ? phoneOf(index, place)
      : `customer${index}@${place.language === 'zh' ? 'mail.example.cn' : 'mail.example.com'}`;
  return {
    channel,
    identifiers: [
      { kind: 'customer-id', value: `${channel.customerPrefix}${String(100_000 + index)}` },
      { kind: contact, value },
    ],
  };
}
