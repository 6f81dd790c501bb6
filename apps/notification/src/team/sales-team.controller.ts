import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NO_TEAM, SalesTeam, salesTeamFaults } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { Caller, Problem, Roles, type CallerIdentity } from '@orderweave/service';
import { findTeam, saveTeam } from './sales-team.store.js';

const SCHEMA = SalesTeam as unknown as Record<string, unknown>;

/** Who sells, who manages whom, who is away, and how each wants to be told. */
@ApiTags('sales team')
@ApiBearerAuth()
@Controller('v1/sales-team')
export class SalesTeamController {
  constructor(private readonly database: Database) {}

  @Get()
  @Roles('admin', 'ops', 'manager')
  @ApiOperation({ summary: 'The sales team as it was stated last' })
  @ApiOkResponse({ schema: SCHEMA })
  async read(@Caller() { tenant }: CallerIdentity): Promise<SalesTeam> {
    return (await findTeam(this.database, tenant))?.document ?? NO_TEAM;
  }

  @Put()
  @Roles('admin', 'manager')
  @ApiOperation({ summary: 'States the sales team, as a whole' })
  @ApiBody({ schema: SCHEMA })
  @ApiOkResponse({ schema: SCHEMA })
  async state(@Caller() { tenant, name }: CallerIdentity, @Body() body: Record<string, unknown>): Promise<SalesTeam> {
    const faults = salesTeamFaults(body).map(({ field, message }) => ({
      ...{ field, rule: message, remedy: 'see the schema of the sales team in /docs' },
    }));
    if (faults.length > 0)
      throw new Problem({ status: 400, code: 'invalid-request', title: 'The sales team cannot be used', faults });
    const team = body as unknown as SalesTeam;
    await saveTeam(this.database, tenant, team, name);
    return team;
  }
}
