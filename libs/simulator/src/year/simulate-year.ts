import { localDay, type Day } from '@orderweave/domain-ordering';
import type { Company } from '../orders/draw-order.js';
import type { SimulatedDay, SimulatedMessage } from '../orders/simulated-message.js';
import { drawCustomer, PROCESS } from '../population/draw-customer.js';
import { drawPopulation } from '../population/draw-population.js';
import { RandomSource } from '../random/random-source.js';
import { planDay, type Visit } from './day-plan.js';
import { keepNewest, type FinalOrder, type TrueCustomer, type Truth } from './truth.js';

/** Which year to simulate. The same options give the same messages, byte by byte. */
export interface YearOptions extends Company {
  seed: number;
  /** Customers that buy in these days; prospects who only ask for a quote come on top. */
  customers: number;
  /** 1 to 3. */
  channels: number;
  /** The last local day. */
  endDay: Day;
  days: number;
  /** Nothing that is sent after this instant (epoch milliseconds) is part of the year; default: all of the last day is. */
  until?: number;
}

/** A year of messages, one local day after the other, and the truth behind it. */
export interface SimulatedYear extends Iterable<SimulatedDay> {
  readonly firstDay: Day;
  readonly endDay: Day;
  /** What the days of the latest iteration so far amount to. */
  truth(): Truth;
}

const PROSPECTS = 0.03;

/** Simulates a company's orders: customers by an MBG/CNBD-k process, seasons, and all that goes wrong with messages. */
export function simulateYear(options: YearOptions): SimulatedYear {
  const firstDay = options.endDay - options.days + 1;
  const seed = new RandomSource(`orderweave/${options.seed}`);
  let truth: Truth = { customers: [], orders: new Map() };
  return {
    firstDay,
    endDay: options.endDay,
    truth: () => truth,
    *[Symbol.iterator]() {
      const { visits, customers } = drawVisits(seed, options, firstDay);
      const orders = new Map<string, FinalOrder>();
      truth = { customers, orders };
      const pending = new Map<Day, SimulatedMessage[]>();
      for (let day = firstDay; day <= options.endDay; day++) {
        for (const message of planDay(seed, day, visits.get(day) ?? [], options)) {
          append(pending, localDay(message.at, options.timeZone), message);
        }
        const messages = (pending.get(day) ?? []).filter(({ at }) => at <= (options.until ?? Infinity));
        pending.delete(day);
        messages.sort((a, b) => a.at - b.at);
        for (const message of messages) keepNewest(orders, message);
        yield { day, messages };
      }
    },
  };
}

function drawVisits(seed: RandomSource, options: YearOptions, firstDay: Day) {
  const visits = new Map<Day, Visit[]>();
  const customers: TrueCustomer[] = [];
  for (const { customer, purchases, deathDay } of drawPopulation(seed, { ...options, firstDay })) {
    const purchaseDays = purchases.map(Math.floor);
    purchaseDays.forEach((day, number) => append(visits, day, { customer, number }));
    customers.push({ ...customer, k: PROCESS.k, purchaseDays, deathDay });
  }
  for (let extra = 0; extra < Math.round(options.customers * PROSPECTS); extra++) {
    const customer = drawCustomer(seed, options.customers + extra, options.channels);
    const day = seed.fork(`prospect/${customer.index}`).integer(firstDay, options.endDay);
    append(visits, day, { customer, number: 0, quote: true });
    customers.push({ ...customer, k: PROCESS.k, purchaseDays: [], deathDay: null });
  }
  return { visits, customers };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
