import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Database, statement } from '@orderweave/postgres';
import { Caller, type CallerIdentity } from '@orderweave/service';

const TOTALS = statement(
  'channels.totals',
  `SELECT o.channel, o.base_currency AS currency,
     count(*) FILTER (WHERE o.kind = 'order')::int AS orders,
     count(*) FILTER (WHERE o.kind = 'credit-note')::int AS "creditNotes",
     count(*) FILTER (WHERE o.customer_id IS NULL AND (o.kind = 'order' OR o.refunds_order IS NULL))::int AS anonymous,
     count(*) FILTER (WHERE o.value IS NULL)::int AS unvalued,
     coalesce(sum(o.net) FILTER (WHERE o.counts AND (o.kind = 'order' OR o.refunds_order IS NULL)), 0)::text AS "netAmount",
     coalesce(sum(o.net) FILTER (WHERE o.customer_id IS NULL AND o.counts
       AND (o.kind = 'order' OR o.refunds_order IS NULL)), 0)::text AS "anonymousNetAmount"
   FROM purchase_order o WHERE o.tenant = $1 GROUP BY o.channel, o.base_currency ORDER BY o.channel, o.base_currency`,
);

/** What came through one channel. Amounts are decimals in the base currency. */
export class ChannelTotals {
  @ApiProperty()
  channel!: string;
  @ApiProperty()
  currency!: string;
  @ApiProperty({ description: 'Orders of every status' })
  orders!: number;
  @ApiProperty()
  creditNotes!: number;
  @ApiProperty({ description: 'Orders and free-standing credit notes that tell of nobody' })
  anonymous!: number;
  @ApiProperty({ description: 'Documents without an exchange rate as yet' })
  unvalued!: number;
  @ApiProperty({ example: '1234.56' })
  netAmount!: string;
  @ApiProperty({ description: 'Of it from anonymous documents' })
  anonymousNetAmount!: string;
}

/** Totals by channel, anonymous orders included. */
@ApiTags('channels')
@Controller('v1/channels')
export class ChannelsController {
  constructor(private readonly database: Database) {}

  @Get()
  @ApiOperation({ summary: 'Totals by channel, orders without a known customer included' })
  @ApiOkResponse({ type: [ChannelTotals] })
  async list(@Caller() caller: CallerIdentity): Promise<{ items: ChannelTotals[]; next: null }> {
    const rows = await this.database.query<ChannelTotals & Record<string, unknown>>(TOTALS, [caller.tenant]);
    const items = rows.filter(({ channel }) => caller.channels.includes('*') || caller.channels.includes(channel));
    return { items, next: null };
  }
}
