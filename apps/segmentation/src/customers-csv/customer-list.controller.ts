import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { TenantMoments } from '../models/tenant-moments.js';
import { CUSTOMER_COLUMNS_OF_CSV } from './customer-columns.js';
import { CustomersFilterQuery, CustomersQuery } from './customers-query.js';
import { CustomersReader } from './customers-reader.js';
import { CustomersResponse } from './customers-response.js';
import { streamCustomersCsv } from './stream-customers-csv.js';
import type { CustomerFilter } from './customer-filter.js';

const COLUMNS = CUSTOMER_COLUMNS_OF_CSV.map(({ name, meaning }) => `- \`${name}\`: ${meaning}`).join('\n');

/** All customers with all their measures, as pages or as one file. */
@ApiTags('customers')
@ApiExtraModels(CustomersResponse)
@Controller('v1')
export class CustomerListController {
  constructor(
    private readonly reader: CustomersReader,
    private readonly database: Database,
    private readonly moments: TenantMoments,
  ) {}

  @Get('customers')
  @ApiOperation({
    summary: 'Customers by id with all measures; a rep sees own customers. `Accept: text/csv` gives all pages as CSV',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(CustomersResponse) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  list(
    @Caller() caller: CallerIdentity,
    @Query() { cursor, limit, ...filter }: CustomersQuery,
    @Headers('accept') accepted?: string,
  ): Promise<CustomersResponse> | StreamableFile {
    if (accepted?.includes('text/csv')) return this.csvOf(caller, filter);
    return this.reader.list(caller.tenant, restrict(filter, caller), { cursor, limit });
  }

  @Get('customers.csv')
  @ApiProduces('text/csv')
  @ApiOperation({
    summary: 'One row a known customer, by id, all as of one moment; a rep gets own customers',
    description: `Columns, in this order:\n${COLUMNS}\n\nNumbers have up to 12 significant digits; amounts are in the tenant's base currency.`,
  })
  csv(@Caller() caller: CallerIdentity, @Query() filter: CustomersFilterQuery): StreamableFile {
    return this.csvOf(caller, filter);
  }

  private csvOf(caller: CallerIdentity, filter: CustomerFilter): StreamableFile {
    const { database, moments } = this;
    const { tenant } = caller;
    const csv = streamCustomersCsv({ database, moments, tenant, filter: restrict(filter, caller) });
    return new StreamableFile(csv, {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="customers.csv"',
    });
  }
}

/** A rep who asks for another's customers has none of them. */
function restrict(filter: CustomerFilter, { role, name }: CallerIdentity): CustomerFilter {
  if (role !== 'rep') return filter;
  return { ...filter, owner: filter.owner === undefined || filter.owner === name ? name : '' };
}
