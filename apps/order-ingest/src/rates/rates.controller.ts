import { Body, Controller, Get, Headers, Put, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, type CallerIdentity, decodeCursor, encodeCursor, Problem, Roles } from '@orderweave/service';
import { ExchangeRateStore } from './exchange-rate.store.js';
import { isDay } from './judge-rates.js';
import { RateQuery } from './rate-query.js';
import { RatePageView, RateView, rateView } from './rate-view.js';
import { MOST_RATES, RatesDesk } from './rates-desk.js';

const RATE = {
  type: 'object',
  required: ['currency', 'day', 'rate'],
  additionalProperties: false,
  properties: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$', example: 'EUR' },
    day: { type: 'string', format: 'date', example: '2026-11-20' },
    rate: { type: 'string', pattern: '^\\d{1,9}(\\.\\d{1,9})?$', example: '7.8312' },
  },
};

/** What other currencies are worth in the base currency. */
@ApiTags('rates')
@Controller('v1/rates')
export class RatesController {
  constructor(
    private readonly database: Database,
    private readonly store: ExchangeRateStore,
    private readonly desk: RatesDesk,
  ) {}

  @Put()
  @Roles('admin')
  @ApiOperation({
    summary: 'State exchange rates, each from a local day on until a later one of its currency',
    description:
      'Values the orders that wait for them, and converts orders that come from now on. Orders that have a value keep it.',
  })
  @ApiBody({ schema: { oneOf: [RATE, { type: 'array', minItems: 1, maxItems: MOST_RATES, items: RATE }] } })
  @ApiOkResponse({ type: [RateView], description: 'The rates as they are kept' })
  @ApiResponse({ status: 422, description: 'All faults; none of the rates was kept' })
  async put(
    @Body() body: Buffer,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<{ items: RateView[] }> {
    return { items: (await this.desk.take(body, caller, accepted)).map(rateView) };
  }

  @Get()
  @Roles('admin', 'ops')
  @ApiOperation({ summary: 'The rates that orders are converted by, by currency and day' })
  @ApiOkResponse({ type: RatePageView })
  async list(
    @Query() { currency, from, to, cursor, limit }: RateQuery,
    @Caller() { tenant }: CallerIdentity,
  ): Promise<RatePageView> {
    const after = cursor === undefined ? undefined : placeOf(cursor);
    const rows = await this.store.list(this.database, { tenant, currency, from, to, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(rateView),
      next: rows.length > limit && last ? encodeCursor([last.currency, last.day]) : null,
    };
  }
}

function placeOf(cursor: string): [string, string] {
  const [currency, day] = decodeCursor(cursor, 2);
  if (typeof currency === 'string' && typeof day === 'string' && isDay(day)) return [currency, day];
  throw new Problem({ status: 400, code: 'invalid-cursor', title: 'The cursor cannot be read' });
}
