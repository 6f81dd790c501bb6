import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { CustomerStateReader } from './customer-state-reader.js';
import { CustomerStateResponse } from './customer-state-response.js';

/** What segmentation says of single customers. */
@ApiTags('customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(private readonly states: CustomerStateReader) {}

  @Get(':id/state')
  @ApiOperation({ summary: 'Tiers, stage and risk of a customer, why, and what comes next without an order' })
  @ApiOkResponse({ type: CustomerStateResponse })
  state(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<CustomerStateResponse> {
    return this.states.read(caller.tenant, id, caller.role === 'rep' ? caller.name : null);
  }
}
