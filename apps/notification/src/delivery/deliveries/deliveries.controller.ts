import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, decodeCursor, encodeCursor, Problem, Roles, type CallerIdentity } from '@orderweave/service';
import { DeliveryQueue } from '../delivery-queue.js';
import { AttemptList, DeliveryListQuery, DeliveryPage, ResendBody, ResendResult } from './delivery-dto.js';
import { listAttempts, listDeliveries, renewDeliveries } from './list-deliveries.js';

/** What was sent to the endpoints, and how it was taken. */
@ApiTags('deliveries')
@ApiBearerAuth()
@Roles('admin', 'ops')
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Deliveries, newest first' })
  @ApiOkResponse({ type: DeliveryPage })
  async list(@Caller() { tenant }: CallerIdentity, @Query() query: DeliveryListQuery): Promise<DeliveryPage> {
    const { cursor, limit } = query;
    const after = cursor ? place(cursor) : undefined;
    const rows = await listDeliveries(this.database, { tenant, ...query }, limit + 1, after);
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, next: last ? encodeCursor([last.createdAt, last.alertId, last.endpointId]) : null };
  }

  @Get(':alertId/:endpointId/attempts')
  @ApiOperation({ summary: 'Each attempt of one delivery: request (without secrets), answer, time taken' })
  @ApiOkResponse({ type: AttemptList })
  async attempts(
    @Caller() { tenant }: CallerIdentity,
    @Param('alertId') alertId: string,
    @Param('endpointId') endpointId: string,
  ): Promise<AttemptList> {
    return { items: await listAttempts(this.database, { tenant, alertId, endpointId }), next: null };
  }

  @Post('resend')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends again what a selection names: of an alert, of an endpoint, what failed' })
  @ApiOkResponse({ type: ResendResult })
  async resend(@Caller() { tenant }: CallerIdentity, @Body() body: ResendBody): Promise<ResendResult> {
    if (!body.alert && !body.endpoint) {
      const faults = [{ field: 'alert', rule: 'required', remedy: 'name an alert, an endpoint, or both' }];
      throw new Problem({ status: 400, code: 'invalid-request', title: 'Nothing to send again', faults });
    }
    const now = Date.now();
    const resent = await this.database.transaction(async (tx) => {
      const keys = await renewDeliveries(tx, { tenant, ...body }, now);
      await this.queue.requeue(
        tx,
        keys.map((key) => ({ ...key, dueAt: now })),
      );
      return keys.length;
    });
    return { resent };
  }
}

function place(cursor: string): [string, string, string] {
  const [createdAt, alertId, endpointId] = decodeCursor(cursor, 3).map(String) as [string, string, string];
  if (Number.isNaN(Date.parse(createdAt))) decodeCursor('');
  return [createdAt, alertId, endpointId];
}
