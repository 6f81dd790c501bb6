import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, type CallerIdentity, decodeCursor, encodeCursor, Problem, Roles } from '@orderweave/service';
import { mayUse } from '../orders/judge-submission.js';
import { afterAllDays } from '../orders/waiting-order.js';
import { UnvaluedQuery } from './rate-query.js';
import { UnvaluedPageView, unvaluedView } from './rate-view.js';
import { BEFORE_ALL, type WaitingPlace, WaitingOrderStore } from './waiting-order.store.js';

/** Orders that are accepted, but count nowhere until a rate comes. */
@ApiTags('rates')
@Controller('v1/orders')
export class UnvaluedOrdersController {
  constructor(
    private readonly database: Database,
    private readonly store: WaitingOrderStore,
  ) {}

  @Get('unvalued')
  @Roles('admin', 'ops')
  @ApiOperation({ summary: 'Orders and credit notes that wait for an exchange rate, by currency and day' })
  @ApiOkResponse({ type: UnvaluedPageView })
  async list(
    @Query() { currency = '', channel, cursor, limit }: UnvaluedQuery,
    @Caller() { tenant, channels }: CallerIdentity,
  ): Promise<UnvaluedPageView> {
    const open = channels.includes('*') ? undefined : channels;
    const wanted = channel === undefined ? open : mayUse(channels, channel) ? [channel] : [];
    const range = { tenant, first: currency, behind: afterAllDays(currency || '~') };
    const after = cursor === undefined ? BEFORE_ALL : placeOf(cursor);
    const rows = await this.store.list(this.database, range, { channels: wanted, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? encodeCursor([last.waiting_for, last.channel, last.external_id]) : null;
    return { items: page.map(unvaluedView), next };
  }
}

function placeOf(cursor: string): WaitingPlace {
  const [what, channel, externalId] = decodeCursor(cursor, 3);
  if (typeof what === 'string' && typeof channel === 'string' && typeof externalId === 'string')
    return [what, channel, externalId];
  throw new Problem({ status: 400, code: 'invalid-cursor', title: 'The cursor cannot be read' });
}
