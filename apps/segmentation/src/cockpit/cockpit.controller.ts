import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { CockpitQuery } from './cockpit-query.js';
import { CockpitReader } from './cockpit-reader.js';
import { CockpitResponse } from './cockpit-response.js';
import { DemandQuery } from './demand-query.js';
import { DemandReader } from './demand-reader.js';
import { DemandResponse } from './demand-response.js';

/** The company as a whole: not for reps, who see their own customers. */
@ApiTags('cockpit')
@Controller('v1')
@Roles('admin', 'ops', 'analyst', 'manager')
export class CockpitController {
  constructor(
    private readonly cockpit: CockpitReader,
    private readonly demand: DemandReader,
  ) {}

  @Get('cockpit')
  @ApiOperation({
    summary: 'Tiers by month and what they contribute, cohorts, order value, repurchase, new and lost, revenue at risk',
  })
  @ApiOkResponse({ type: CockpitResponse })
  read(@Caller() { tenant }: CallerIdentity, @Query() query: CockpitQuery): Promise<CockpitResponse> {
    return this.cockpit.read(tenant, query);
  }

  @Get('demand')
  @ApiOperation({
    summary: 'Net amount and orders by day, week or month, and a forecast by the method that foretold them best so far',
  })
  @ApiOkResponse({ type: DemandResponse })
  tell(@Caller() { tenant }: CallerIdentity, @Query() query: DemandQuery): Promise<DemandResponse> {
    return this.demand.read(tenant, query);
  }
}
