import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Caller, csvRow, type CallerIdentity } from '@orderweave/service';
import { personOf } from '../alerts/alert-inbox.js';
import { chosenLocale } from '../alerts/chosen-locale.js';
import { VisitPlanQuery, VisitPlanView } from './visit-query.js';
import { VisitPlanner } from './visit-planner.js';

const HEADER = ['day', 'kind', 'customer', 'name', 'tier', 'previous_tier', 'why', 'reason', 'aim', 'task'];

/** Whom a salesperson sees to in a week. */
@ApiTags('tasks')
@ApiBearerAuth()
@ApiExtraModels(VisitPlanView)
@Controller('v1/visit-plan')
export class VisitsController {
  constructor(private readonly planner: VisitPlanner) {}

  @Get()
  @ApiOperation({
    summary:
      'The visit plan of a week: open tasks, and what the month tiers ask for. `Accept: text/csv` gives it as CSV',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(VisitPlanView) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async plan(
    @Caller() caller: CallerIdentity,
    @Query() { week, person, locale: asked }: VisitPlanQuery,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<VisitPlanView | StreamableFile> {
    const locale = chosenLocale(asked, headers['accept-language']);
    const whose = personOf(caller) ?? person ?? caller.name;
    const plan = await this.planner.plan(caller.tenant, whose, week, locale);
    if (!headers['accept']?.includes('text/csv')) return plan;
    const rows = plan.visits.map(({ day, kindName, customer, name, tier, previousTier, why, reason, aim, task }) => {
      return csvRow([day, kindName, customer, name, tier, previousTier, why, reason, aim, task]);
    });
    return new StreamableFile(Buffer.from(csvRow(HEADER) + rows.join('')), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="visit-plan-${plan.week}.csv"`,
    });
  }
}
