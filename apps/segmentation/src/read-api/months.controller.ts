import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { MonthReader } from './month-reader.js';
import { BasisQuery, MonthsResponse, MonthTiersResponse } from './month-response.js';
import { streamTiersCsv } from './tiers-csv.js';

/** The months and their tiers. */
@ApiTags('months')
@Controller('v1/months')
export class MonthsController {
  constructor(
    private readonly months: MonthReader,
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The months with orders, newest first' })
  @ApiOkResponse({ type: MonthsResponse })
  async list(@Caller() { tenant }: CallerIdentity): Promise<MonthsResponse> {
    return { items: await this.months.list(tenant), next: null };
  }

  @Get(':month/tiers')
  @ApiOperation({ summary: 'How many customers and how much money each tier has, and where its boundary is' })
  @ApiOkResponse({ type: MonthTiersResponse })
  tiers(
    @Caller() { tenant }: CallerIdentity,
    @Param('month') month: string,
    @Query() { basis }: BasisQuery,
  ): Promise<MonthTiersResponse> {
    return this.months.tiers(tenant, month, basis);
  }

  @Get(':month/tiers.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @ApiProduces('text/csv')
  @ApiOperation({ summary: 'One row a known customer, largest net amount first; a rep gets own customers' })
  async csv(
    @Caller() { tenant, role, name }: CallerIdentity,
    @Param('month') month: string,
    @Query() { basis }: BasisQuery,
  ): Promise<StreamableFile> {
    const close = await this.months.closeOf(tenant, month, basis);
    const policy = await this.policies.forMonth(this.database, tenant, month);
    const owner = role === 'rep' ? name : null;
    const disposition = `attachment; filename="tiers-${month}-${basis}.csv"`;
    return new StreamableFile(streamTiersCsv(this.database, { policy, month, basis, close, owner }), { disposition });
  }
}
