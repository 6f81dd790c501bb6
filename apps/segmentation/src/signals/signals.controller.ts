import { Controller, Get, Headers, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiProduces, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { SignalReader, type SignalsAsked } from './signal-reader.js';
import { CustomerSignalsResponse, SignalsResponse } from './signal-responses.js';
import { SignalsFilterQuery, SignalsQuery } from './signals-query.js';

/** Signs of trouble that come before a risk: what a customer used to do and does no more. */
@ApiTags('signals')
@ApiExtraModels(SignalsResponse)
@Controller('v1')
export class SignalsController {
  constructor(private readonly reader: SignalReader) {}

  @Get('customers/:id/signals')
  @ApiOperation({ summary: 'The signals that a customer gives, since when and why' })
  @ApiOkResponse({ type: CustomerSignalsResponse })
  ofCustomer(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<CustomerSignalsResponse> {
    return this.reader.ofCustomer(caller.tenant, id, caller.role === 'rep' ? caller.name : null);
  }

  @Get('signals')
  @ApiOperation({
    summary:
      'Signals by name, customer and subject; a rep sees own customers. `Accept: text/csv` gives all pages as CSV',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(SignalsResponse) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  list(
    @Caller() caller: CallerIdentity,
    @Query() { cursor, limit, ...filter }: SignalsQuery,
    @Headers('accept') accepted?: string,
  ): Promise<SignalsResponse> | StreamableFile {
    if (accepted?.includes('text/csv')) return this.csvOf(caller, filter);
    return this.reader.list(caller.tenant, askedBy(caller, filter), { cursor, limit });
  }

  @Get('signals.csv')
  @ApiProduces('text/csv')
  @ApiOperation({ summary: 'One row a signal; a rep gets own customers' })
  csv(@Caller() caller: CallerIdentity, @Query() filter: SignalsFilterQuery): StreamableFile {
    return this.csvOf(caller, filter);
  }

  private csvOf(caller: CallerIdentity, filter: SignalsFilterQuery): StreamableFile {
    return new StreamableFile(this.reader.csv(caller.tenant, askedBy(caller, filter)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="signals.csv"',
    });
  }
}

/** A rep who asks for another's customers has none of them. */
function askedBy({ role, name }: CallerIdentity, { kind, owner }: SignalsFilterQuery): SignalsAsked {
  if (role !== 'rep') return { kind, owner: owner ?? null };
  return { kind, owner: owner === undefined || owner === name ? name : '' };
}
