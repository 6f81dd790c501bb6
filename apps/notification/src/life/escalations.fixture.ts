import { scanWorkingTime, wallMinute } from '@orderweave/domain-notification/testing';
import { formatDay } from '@orderweave/domain-ordering';
import { calendarOf } from '../testing/calendars.js';

const MINUTE = 60_000;
const LEVELS = ['owner', 'manager', 'pool'] as const;

/** Who sells for whom, and who is away from a day to a day, without a substitute. */
export interface PlainTeam {
  /** The manager of each owner; who has none has no team. */
  readonly managers: Readonly<Record<string, string>>;
  readonly pool: readonly string[];
  readonly away: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/** How long an alert waits, by which clock, and who is told at once: 0 the owner, 1 the manager. */
export interface PlainRule {
  readonly hours: number;
  readonly clock: 'working' | 'calendar';
  readonly levels: readonly number[];
}

/** An escalation as it is told: its minute, and who was told. */
export interface PlainEscalation {
  readonly at: string;
  readonly people: string;
}

/** An alert that looks at the clock each minute, and knows no moment before it has come. */
export class WatchedAlert {
  readonly escalations: PlainEscalation[] = [];
  private state: 'waiting' | 'asleep' | 'seen' = 'waiting';
  private level = 0;
  private due: number | undefined;
  private until = 0;
  private readonly told = new Set<string>();

  constructor(
    private readonly team: PlainTeam,
    private owner: string,
    private readonly rule: PlainRule,
    raisedAt: number,
  ) {
    this.level = Math.max(...rule.levels);
    for (const level of rule.levels) for (const name of this.peopleAt(level, raisedAt)) this.told.add(name);
    if (this.told.size === 0) this.climb(raisedAt);
    this.begin(raisedAt);
  }

  /** What the minute of an instant does to it. */
  tick(now: number): void {
    if (this.state === 'asleep' && now >= this.until) this.wait(now);
    if (this.state !== 'waiting' || this.due === undefined || now < this.due) return;
    const before = new Set(this.told);
    if (this.climb(now)) {
      const people = [...this.told].filter((name) => !before.has(name));
      this.escalations.push({ at: new Date(now).toISOString(), people: `${LEVELS[this.level]}: ${people.join(', ')}` });
      this.begin(now);
    } else this.due = this.somebodyWillBeBack() ? nextMorning(now) : undefined;
  }

  snooze(now: number, until?: number): number {
    this.state = 'asleep';
    return (this.until = until ?? scanWorkingTime(now, 24, calendarOf('default')));
  }

  see(): void {
    this.state = 'seen';
  }

  reopen(now: number): void {
    if (this.state !== 'waiting') this.wait(now);
  }

  /** How long it has waited counts on, but for who had nobody above. */
  handOver(now: number, owner: string): void {
    if (owner === this.owner) return;
    this.told.delete(this.owner);
    this.owner = owner;
    for (const name of [owner, ...this.peopleAt(0, now)]) this.told.add(name);
    if (this.due === undefined) this.begin(now);
  }

  private wait(now: number): void {
    this.state = 'waiting';
    this.begin(now);
  }

  private begin(now: number): void {
    const { hours, clock } = this.rule;
    const due = clock === 'calendar' ? now + hours * 60 * MINUTE : scanWorkingTime(now, hours, calendarOf('default'));
    this.due = this.level === 2 ? undefined : due;
  }

  private climb(now: number): boolean {
    for (let level = this.level + 1; level <= 2; level++) {
      const people = this.peopleAt(level, now).filter((name) => !this.told.has(name));
      if (people.length === 0) continue;
      for (const name of people) this.told.add(name);
      this.level = level;
      return true;
    }
    return false;
  }

  private somebodyWillBeBack(): boolean {
    return [1, 2].some((level) => level > this.level && this.namesAt(level).some((name) => !this.told.has(name)));
  }

  private peopleAt(level: number, now: number): string[] {
    const today = formatDay(wallMinute(now, 'Asia/Shanghai').day);
    const isAway = (name: string) =>
      this.team.away.some((one) => one.name === name && one.from <= today && today <= one.to);
    return this.namesAt(level).filter((name) => !isAway(name));
  }

  private namesAt(level: number): readonly string[] {
    const manager = this.team.managers[this.owner];
    return [[this.owner], manager === undefined ? [] : [manager], this.team.pool][level]!;
  }
}

/** The begin of work on the next working day. */
function nextMorning(now: number): number {
  const calendar = calendarOf('default');
  const { day } = wallMinute(now, calendar.timeZone);
  for (let at = now; ; at += MINUTE) {
    const wall = wallMinute(at, calendar.timeZone);
    if (wall.day > day && wall.minute === calendar.from && calendar.isWorkday(wall.day)) return at;
  }
}
