import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { CustomerOutlookReader } from './customer-outlook-reader.js';
import { CustomerOutlookResponse } from './customer-outlook-response.js';

/** What the models foretell of single customers. */
@ApiTags('customers')
@Controller('v1/customers')
export class CustomerOutlookController {
  constructor(private readonly outlooks: CustomerOutlookReader) {}

  @Get(':id/outlook')
  @ApiOperation({ summary: 'The chance of an order, the next one, and the value of the next twelve months' })
  @ApiOkResponse({ type: CustomerOutlookResponse })
  outlook(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<CustomerOutlookResponse> {
    return this.outlooks.read(caller.tenant, id, caller.role === 'rep' ? caller.name : null);
  }
}
