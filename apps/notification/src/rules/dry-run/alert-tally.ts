import { formatDay, localDay, type Day } from '@orderweave/domain-ordering';
import type { NewAlert } from '../../alerts/alert.store.js';
import type { SilentReason } from '../decide-alerts.js';
import type { TrialTally } from './dry-run-response.js';

/** Samples of each rule. */
const MOST_SAMPLES = 3;

/** Counts what a trial would have raised. Alerts that nobody is told of are counted by their reason alone. */
export class AlertTally {
  readonly samples = new Map<string, NewAlert[]>();
  private alerts = 0;
  private readonly days = new Map<Day, number>();
  private readonly rules = new Map<string, number>();
  private readonly severities = new Map<string, number>();
  private readonly people = new Map<string, { alerts: number; readonly days: Map<Day, number> }>();
  private readonly muted = new Map<string, number>();
  private readonly silent = new Map<string, number>();

  constructor(private readonly timeZone: string) {}

  /** Counts alerts that were raised, and transitions that raised none. */
  add(raised: readonly NewAlert[], silent: Iterable<SilentReason>): void {
    for (const reason of silent) increase(this.silent, reason);
    for (const alert of raised) {
      if (alert.muted) increase(this.muted, alert.muted);
      else this.count(alert);
    }
  }

  /** What was counted. Lists are in falling order, days in rising. */
  result(): TrialTally {
    return {
      alerts: this.alerts,
      people: this.people.size,
      busiestDay: busiest(this.days),
      byRule: falling(this.rules).map(([rule, alerts]) => ({ rule, alerts })),
      bySeverity: Object.fromEntries(this.severities),
      byPerson: [...this.people]
        .sort(([a, one], [b, other]) => other.alerts - one.alerts || (a < b ? -1 : 1))
        .map(([person, { alerts, days }]) => ({ person, alerts, busiestDay: busiest(days) })),
      byDay: [...this.days].sort(([a], [b]) => a - b).map(([day, alerts]) => ({ day: formatDay(day), alerts })),
      muted: Object.fromEntries(this.muted),
      silent: Object.fromEntries(this.silent),
    };
  }

  private count(alert: NewAlert): void {
    const { rule, severity, recipients, raisedAt } = alert;
    const day = localDay(raisedAt, this.timeZone);
    this.alerts++;
    increase(this.days, day);
    increase(this.rules, rule);
    increase(this.severities, severity);
    for (const name of recipients) {
      const person = this.people.get(name) ?? { alerts: 0, days: new Map<Day, number>() };
      person.alerts++;
      increase(person.days, day);
      this.people.set(name, person);
    }
    const samples = this.samples.get(rule) ?? [];
    if (samples.length < MOST_SAMPLES) this.samples.set(rule, [...samples, alert]);
  }
}

function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function falling(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
}

/** The day with the most alerts, the earliest of several. */
function busiest(days: ReadonlyMap<Day, number>): { day: string; alerts: number } | null {
  const [first] = [...days].sort(([a, one], [b, other]) => other - one || a - b);
  return first ? { day: formatDay(first[0]), alerts: first[1] } : null;
}
