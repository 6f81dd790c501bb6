import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { chosenLocale } from '../../alerts/chosen-locale.js';
import { OutcomeReportQuery, ServiceQualityQuery, UpliftQuery } from './report-query.js';
import { ReportReader } from './report-reader.js';
import { OutcomeReport, ServiceQualityReport, UpliftReport } from './report-response.js';

/** What alerts brought in, and how they were seen to. */
@ApiTags('outcome')
@ApiBearerAuth()
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly reader: ReportReader) {}

  @Get('outcome')
  @ApiOperation({
    summary: 'Alerts, recoveries, amounts, win-back rate and times, of alerts that told somebody; a rep gets own ones',
  })
  @ApiOkResponse({ type: OutcomeReport })
  outcome(
    @Caller() caller: CallerIdentity,
    @Query() query: OutcomeReportQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<OutcomeReport> {
    return this.reader.outcome(caller, query, chosenLocale(query.locale, languages));
  }

  @Get('service-quality')
  @ApiOperation({ summary: 'Acknowledged within the SLA, overdue and escalated; a rep gets own figures' })
  @ApiOkResponse({ type: ServiceQualityReport })
  serviceQuality(@Caller() caller: CallerIdentity, @Query() query: ServiceQualityQuery): Promise<ServiceQualityReport> {
    return this.reader.serviceQuality(caller, query);
  }

  @Get('uplift')
  @Roles('admin', 'ops', 'analyst', 'manager')
  @ApiOperation({ summary: 'Recovered share and amount a customer, alerted beside held out, with 95 % intervals' })
  @ApiOkResponse({ type: UpliftReport })
  uplift(
    @Caller() caller: CallerIdentity,
    @Query() query: UpliftQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<UpliftReport> {
    return this.reader.uplift(caller, query, chosenLocale(query.locale, languages));
  }
}
