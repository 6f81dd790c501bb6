import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { OrderSubmission } from '@orderweave/contracts';
import { chooseLanguage } from '@orderweave/domain-ordering';
import {
  Caller,
  type CallerIdentity,
  decodeCursor,
  encodeCursor,
  Problem,
  readBody,
  Roles,
  Traceparent,
} from '@orderweave/service';
import { mayUse } from '../orders/judge-submission.js';
import { QuarantineBulk } from './quarantine-bulk.js';
import { QuarantineDesk } from './quarantine-desk.js';
import { DiscardBody, QuarantineQuery, RedriveQuery } from './quarantine-query.js';
import type { EntryState, QuarantineRow } from './quarantine-row.js';
import { EntryPageView, entryView, EntryView, RedrivePageView, RedriveView } from './quarantine-view.js';
import { redriveView, WholeEntryView } from './quarantine-view.js';

const ORDER = JSON.parse(JSON.stringify(OrderSubmission)) as object;

/** Orders that were refused: what was wrong with them, the bytes that were sent, and the way back to the gate. */
@ApiTags('quarantine')
@Roles('admin', 'ops')
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly desk: QuarantineDesk,
    private readonly bulk: QuarantineBulk,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Refused orders, newest first; those that are still open unless another state is asked for',
  })
  @ApiOkResponse({ type: EntryPageView })
  async list(
    @Query() query: QuarantineQuery,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<EntryPageView> {
    const { page, next } = await this.page(query, query.state, caller);
    return { items: page.map((row) => entryView(row, chooseLanguage(accepted))), next };
  }

  @Post('redrive')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take open entries through the gate of new orders again, as they were sent; at most 1,000 a call',
    description:
      'The filter is that of the list. Each entry is closed in the transaction that takes its order in: a call that was cut off can be ' +
      'repeated from its beginning, and none is taken in twice. Go on with "next"; what is refused again stays open.',
  })
  @ApiOkResponse({ type: RedrivePageView })
  async redriveMany(
    @Query() query: RedriveQuery,
    @Caller() caller: CallerIdentity,
    @Traceparent() traceparent: string,
    @Headers('accept-language') accepted?: string,
  ): Promise<RedrivePageView> {
    const { page, next } = await this.page(query, 'open', caller);
    const results = await this.bulk.redrive(page, { caller, traceparent });
    const refused = results.filter(({ result }) => result === 'refused').length;
    const closed = results.filter(({ result }) => result === 'closed').length;
    const language = chooseLanguage(accepted);
    const shown = results.map((result) => redriveView(result, language));
    return { results: shown, redriven: results.length - refused - closed, refused, next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A refused order with what was sent: as text, and exactly, in base64' })
  @ApiOkResponse({ type: WholeEntryView })
  async get(
    @Param('id') id: string,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<WholeEntryView> {
    const language = chooseLanguage(accepted);
    const { payload, ...row } = await this.desk.find(id, caller, language);
    const bytes = { payload: payload.toString('utf8'), payloadBase64: payload.toString('base64') };
    return { ...entryView(row, language), ...bytes };
  }

  @Post(':id/redrive')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take an entry through the gate of new orders again, as it was sent or corrected',
    description:
      'The body is the corrected order as POST /v1/orders takes it; without one, what was sent is taken. A repeated request gets the ' +
      'answer of the first.',
  })
  @ApiBody({ schema: ORDER, required: false })
  @ApiOkResponse({ type: RedriveView })
  @ApiResponse({ status: 409, description: 'The entry was closed before in another way' })
  @ApiResponse({ status: 422, description: 'All faults of the document; the entry stays open' })
  async redrive(
    @Param('id') id: string,
    @Body() body: unknown,
    @Caller() caller: CallerIdentity,
    @Traceparent() traceparent: string,
    @Headers('accept-language') accepted?: string,
  ): Promise<RedriveView> {
    const corrected = Buffer.isBuffer(body) && body.length > 0 ? body : undefined;
    const language = chooseLanguage(accepted);
    return redriveView(await this.desk.redrive(id, corrected, { caller, traceparent }, language), language);
  }

  @Post(':id/discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close an entry of which no order shall come' })
  @ApiBody({ type: DiscardBody, required: false })
  @ApiOkResponse({ type: EntryView })
  @ApiResponse({ status: 409, description: 'An order came of the entry before' })
  async discard(
    @Param('id') id: string,
    @Body() body: unknown,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<EntryView> {
    const { note } = await readBody(body, DiscardBody);
    const language = chooseLanguage(accepted);
    const { payload: _payload, ...row } = await this.desk.discard(id, note, caller, language);
    return entryView(row, language);
  }

  private async page(
    query: Omit<RedriveQuery, 'limit'> & { readonly limit: number },
    state: EntryState,
    { tenant, channels }: CallerIdentity,
  ): Promise<{ page: QuarantineRow[]; next: string | null }> {
    const { channel, code, since, until, cursor, limit } = query;
    const open = channels.includes('*') ? undefined : channels;
    const wanted = channel === undefined ? open : mayUse(channels, channel) ? [channel] : [];
    const after = cursor === undefined ? undefined : positionOf(cursor);
    const filter = { tenant, state, channels: wanted, code, since, until, after };
    const rows = await this.bulk.find({ ...filter, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? encodeCursor([last.received_at.toISOString(), last.id]) : null;
    return { page, next };
  }
}

function positionOf(cursor: string): [string, string] {
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string') return [at, id];
  throw new Problem({ status: 400, code: 'invalid-cursor', title: 'The cursor cannot be read' });
}
