import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { OrderSubmission } from '@orderweave/contracts';
import { Caller, type CallerIdentity, Roles, Traceparent } from '@orderweave/service';
import type { FastifyReply } from 'fastify';
import { OrdersDesk } from './orders-desk.js';

// The very schema that orders are checked against, so that the description cannot differ from it.
const ORDER = JSON.parse(JSON.stringify(OrderSubmission)) as object;
const BODY = {
  oneOf: [
    ORDER,
    { type: 'array', maxItems: 1000, items: ORDER },
    { type: 'object', properties: { orders: { type: 'array', items: ORDER } } },
  ],
};

/** Orders from channels. */
@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly desk: OrdersDesk) {}

  @Post()
  @Roles('admin', 'ops')
  @ApiOperation({ summary: 'Take in one order, or up to 1,000 at once; answered when they are durable' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'A repeated request gets the answer of the first',
  })
  @ApiBody({ schema: BODY })
  @ApiResponse({ status: 202, description: 'What became of each order: accepted, duplicate, stale or quarantined' })
  @ApiResponse({ status: 422, description: 'One order by itself that was refused, with all its faults' })
  async post(
    @Body() body: Buffer,
    @Caller() caller: CallerIdentity,
    @Traceparent() traceparent: string,
    @Headers() headers: Record<string, string | undefined>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { 'idempotency-key': idempotencyKey, 'accept-language': acceptLanguage } = headers;
    const { status, response } = await this.desk.take({ body, caller, traceparent, idempotencyKey, acceptLanguage });
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    await reply.status(status).header('content-type', `${type}; charset=utf-8`).send(response);
  }
}
