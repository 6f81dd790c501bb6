import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, Problem, type CallerIdentity } from '@orderweave/service';
import { findOrder } from './order-queries.js';
import { OrderView } from './order-view.js';

/** Orders and credit notes as they stand. A rep sees those of own customers. */
@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly database: Database) {}

  @Get(':channel/:externalId')
  @ApiOperation({ summary: 'One order or credit note with its lines, refunds and customer' })
  @ApiOkResponse({ type: OrderView })
  async get(
    @Caller() caller: CallerIdentity,
    @Param('channel') channel: string,
    @Param('externalId') externalId: string,
  ): Promise<OrderView> {
    const mayRead = caller.channels.includes('*') || caller.channels.includes(channel);
    const row = mayRead ? await findOrder(this.database, caller.tenant, { channel, externalId }) : undefined;
    if (row && (caller.role !== 'rep' || row.owner === caller.name)) return row.found;
    const detail = `There is no order "${externalId}" of channel "${channel}".`;
    throw new Problem({ status: 404, code: 'order-not-found', title: 'No such order', detail });
  }
}
