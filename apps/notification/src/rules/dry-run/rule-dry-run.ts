import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  NO_TEAM,
  policyUnder,
  renderAlert,
  RuleTimeline,
  type Locale,
  type RulePolicy,
} from '@orderweave/domain-notification';
import { formatDay, localDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { findRaised } from '../../alerts/alert.store.js';
import { CALENDAR_OF, type CalendarOf } from '../../life/tenant-calendar.js';
import { findTeam } from '../../team/sales-team.store.js';
import { decideAlerts, type AlertTerms, type SeenTransition } from '../decide-alerts.js';
import { countByDay } from '../kept/kept-transition.store.js';
import { readBatches } from '../kept/read-batches.js';
import { KEPT_DAYS } from '../kept/transition-log.js';
import { RuleDirectory, tenantNow } from '../versions/rule-directory.js';
import { AlertTally } from './alert-tally.js';
import type { RuleTrial, TrialSample } from './dry-run-response.js';
import { TrialMemory } from './trial-memory.js';

/** As many transitions as are looked at; of more, those of the newest days. */
export const MOST_TRANSITIONS = 200_000;
/** Between so many transitions others get their turn. */
const TURN = 1_000;
const DAY_MS = 86_400_000;
const LONGEST_THROTTLE_MS = 366 * DAY_MS;

/** What is tried; `version` is null for a document that is not saved. */
export interface TriedRules {
  readonly tenant: string;
  readonly version: number | null;
  readonly policy: RulePolicy;
}

interface Trial {
  readonly tally: AlertTally;
  readonly terms: AlertTerms;
  readonly memory: TrialMemory;
}

/**
 * Says what rules would have raised in the last 90 days: what was received then is decided on as it is when it comes, with the team of
 * today, as if nobody saw to any alert. One trial at a time in a process.
 */
@Injectable()
export class RuleDryRun {
  private before: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly rules: RuleDirectory,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** Tries rules beside those in force. */
  run(tried: TriedRules, locale: Locale): Promise<RuleTrial> {
    const result = this.before.then(() => this.compare(tried, locale));
    this.before = result.catch(() => undefined);
    return result;
  }

  private async compare({ tenant, version, policy }: TriedRules, locale: Locale): Promise<RuleTrial> {
    const { timeZone } = this.calendarOf(tenant);
    const wallNow = Date.now();
    const to = localDay(await tenantNow(this.database, tenant, wallNow), timeZone);
    const { days, from, complete } = await this.daysUntil(tenant, to);
    const inForce = await this.rules.inForce(this.database, tenant, wallNow);
    const [proposed, current] = await this.trials(tenant, [policy, inForce.policy], startOfDay(from, timeZone));
    let transitions = 0;
    for await (const batch of readBatches(this.database, tenant, days)) {
      await tryOut(proposed!, batch);
      await tryOut(current!, batch);
      if (Math.floor(transitions / TURN) < Math.floor((transitions += batch.length) / TURN)) await setImmediate();
    }
    const result = proposed!.tally.result();
    return {
      ...{ version, activeVersion: inForce.number, from: formatDay(from), to: formatDay(to), transitions, complete },
      summary: summaryOf(result.alerts, result.people, result.busiestDay?.alerts ?? 0, locale),
      ...{ proposed: result, inForce: current!.tally.result(), samples: samplesOf(proposed!.tally, policy, locale) },
    };
  }

  /** The days to look at, as many of the newest as have no more than so many transitions; one at least. */
  private async daysUntil(tenant: string, to: Day): Promise<{ days: Day[]; from: Day; complete: boolean }> {
    const first = to - KEPT_DAYS + 1;
    const counts = await countByDay(this.database, tenant, { from: first, to });
    const days: Day[] = [];
    let sum = 0;
    for (const { day, transitions } of counts.reverse()) {
      if (days.length > 0 && sum + transitions > MOST_TRANSITIONS) return { days, from: days[0]!, complete: false };
      sum += transitions;
      days.unshift(day);
    }
    return { days, from: first, complete: true };
  }

  private async trials(tenant: string, policies: readonly RulePolicy[], start: number): Promise<Trial[]> {
    const team = (await findTeam(this.database, tenant))?.document ?? NO_TEAM;
    const earlier = await findRaised(this.database, tenant, { from: start - LONGEST_THROTTLE_MS, before: start });
    return policies.map((policy) => {
      const timeline = new RuleTimeline({ number: 0, policy });
      const terms = { rulesOf: () => timeline, teamOf: () => team, calendarOf: this.calendarOf };
      return { tally: new AlertTally(this.calendarOf(tenant).timeZone), terms, memory: new TrialMemory(earlier) };
    });
  }
}

async function tryOut({ tally, terms, memory }: Trial, batch: readonly SeenTransition[]): Promise<void> {
  const { raised, silent } = await decideAlerts(batch, terms, memory);
  tally.add(raised, silent.values());
}

function summaryOf(alerts: number, people: number, busiest: number, locale: Locale): string {
  if (locale === 'zh-CN') return `${alerts} 条提醒，${people} 人，最多的一天 ${busiest} 条`;
  const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  return `${plural(alerts, 'alert', 'alerts')}, ${plural(people, 'person', 'people')}, busiest day ${busiest}`;
}

function samplesOf({ samples }: AlertTally, policy: RulePolicy, locale: Locale): TrialSample[] {
  return [...samples.values()].flat().map(({ rule, severity, transition, recipients, raisedAt, raisedBy }) => ({
    ...{ rule, severity, customerId: transition.customerId, recipients: [...recipients] },
    title: renderAlert(transition, raisedBy.rule, policyUnder(raisedBy, policy), locale).title,
    raisedAt: new Date(raisedAt).toISOString(),
  }));
}
