import { Inject, Injectable } from '@nestjs/common';
import { NO_TEAM, readClock, type Locale } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import type { CallerIdentity } from '@orderweave/service';
import { personOf } from '../../alerts/alert-inbox.js';
import { loadClocks } from '../../clock/tenant-clock.store.js';
import { CALENDAR_OF, type CalendarOf } from '../../life/tenant-calendar.js';
import { findTeam } from '../../team/sales-team.store.js';
import { readOutcomeReport } from './outcome-report.store.js';
import { presentUplift, tellUnit } from './present-uplift.js';
import { readPeriod } from './read-period.js';
import type { OutcomeReportQuery, ServiceQualityQuery, TeamPeriodQuery, UpliftQuery } from './report-query.js';
import type { OutcomeReport, ServiceQualityReport, UpliftReport } from './report-response.js';
import type { ReportScope } from './report-scope.js';
import { readServiceQuality } from './service-quality.store.js';
import { readArms } from './uplift.store.js';

/** What alerts brought in and how they were seen to. A rep gets the figures of own customers. */
@Injectable()
export class ReportReader {
  constructor(
    private readonly database: Database,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** Alerts, recoveries, amounts and times by rule, person, team, month or kind. */
  async outcome(caller: CallerIdentity, query: OutcomeReportQuery, locale: Locale): Promise<OutcomeReport> {
    const { by } = query;
    const scope = await this.scopeOf(caller, query);
    const groups = await readOutcomeReport(this.database, scope, by);
    const items = groups.flatMap(({ key, words, figures }) => {
      return key === null ? [] : [{ key, name: words?.[locale] ?? key, ...figures }];
    });
    const total = groups.find(({ key }) => key === null)!.figures;
    return { from: scope.period.from, to: scope.period.to, by, items, total };
  }

  /** Acknowledged in time, overdue and escalated, by person or team. */
  async serviceQuality(caller: CallerIdentity, query: ServiceQualityQuery): Promise<ServiceQualityReport> {
    const { by } = query;
    const scope = await this.scopeOf(caller, query);
    const groups = await readServiceQuality(this.database, scope, by);
    const items = groups.flatMap(({ key, figures }) => (key === null ? [] : [{ key, ...figures }]));
    const total = groups.find(({ key }) => key === null)!.figures;
    return { from: scope.period.from, to: scope.period.to, by, items, total };
  }

  /** Customers who were alerted beside those who were held out. */
  async uplift(caller: CallerIdentity, query: UpliftQuery, locale: Locale): Promise<UpliftReport> {
    const scope = await this.scopeOf(caller, query);
    const items = presentUplift(await readArms(this.database, scope, query.by), locale);
    const { from, to } = scope.period;
    return { from, to, by: query.by, unit: tellUnit(query.by, locale), items };
  }

  private async scopeOf(caller: CallerIdentity, query: TeamPeriodQuery): Promise<ReportScope> {
    const { tenant } = caller;
    const { timeZone } = this.calendarOf(tenant);
    const clocks = await this.database.transaction((tx) => loadClocks(tx, [tenant]));
    const now = readClock(clocks.get(tenant), Date.now());
    const salesTeam = (await findTeam(this.database, tenant))?.document ?? NO_TEAM;
    const period = readPeriod(query, { now, timeZone });
    return { tenant, timeZone, now, salesTeam, period, person: personOf(caller) ?? query.person, team: query.team };
  }
}
