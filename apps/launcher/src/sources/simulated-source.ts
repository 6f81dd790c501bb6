import { localDay, type Day } from '@orderweave/domain-ordering';
import { simulateYear, type SimulatedYear, type YearOptions } from '@orderweave/simulator';
import { groupDays, type PlaySource } from './play-source.js';

/** The size of the simulated year. */
export interface SimulatedOptions {
  seed: number;
  customers: number;
  days: number;
}

const TIME_ZONE = 'Asia/Shanghai';
const CURRENCY = 'CNY';

/** The text that tells simulated years apart. */
export function simulatedId({ seed, customers, days }: SimulatedOptions): string {
  return `simulated year, seed ${seed}, ${customers} customers, ${days} days`;
}

/** What the simulator is asked for, for a play that was first started at this instant (epoch milliseconds). */
export function yearOptions(options: SimulatedOptions, startedAt: number): YearOptions {
  const { seed, customers, days } = options;
  return {
    ...{ seed, customers, days, channels: 3, timeZone: TIME_ZONE, currency: CURRENCY },
    ...{ endDay: localDay(startedAt, TIME_ZONE), until: startedAt },
  };
}

/** The simulated year that ends at an instant. */
export class SimulatedSource implements PlaySource {
  readonly id: string;
  readonly timeZone = TIME_ZONE;
  readonly baseCurrency = CURRENCY;
  readonly endsToday = true;
  private readonly year: SimulatedYear;

  constructor(options: SimulatedOptions, startedAt: number) {
    this.id = simulatedId(options);
    this.year = simulateYear(yearOptions(options, startedAt));
  }

  get firstDay(): Day {
    return this.year.firstDay;
  }

  get lastDay(): Day {
    return this.year.endDay;
  }

  steps(after: Day | null, daysPerStep: number) {
    return groupDays(this.days(), after, daysPerStep);
  }

  private *days() {
    for (const { day, messages } of this.year) yield { day, orders: messages.map(({ body }) => JSON.stringify(body)) };
  }
}
