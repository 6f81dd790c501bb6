import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ALERT_ACTIONS } from '@orderweave/domain-notification';
import { Caller, LOGGER, Traceparent, type CallerIdentity } from '@orderweave/service';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { eventOf } from '../life/event-of.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { AlertFeed, type FeedEntry } from './alert-feed.js';
import { AlertInbox, personOf } from './alert-inbox.js';
import { ActionBody, AlertActionParams, AlertListQuery, AlertSelection, LocaleQuery } from './alert-query.js';
import { AlertCounts, AlertDetail, AlertPage, AlertView } from './alert-view.js';
import { chosenLocale } from './chosen-locale.js';
import { positionOf, streamAlerts } from './stream-alerts.js';
import { UnreadAlerts } from './unread-alerts.js';

/** The inbox of alerts. */
@ApiTags('alerts')
@ApiBearerAuth()
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    private readonly inbox: AlertInbox,
    private readonly feed: AlertFeed,
    private readonly unread: UnreadAlerts,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Alerts, newest first; a rep gets those of own customers' })
  @ApiOkResponse({ type: AlertPage })
  list(
    @Caller() caller: CallerIdentity,
    @Query() query: AlertListQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<AlertPage> {
    return this.inbox.list(caller, query, chosenLocale(query.locale, languages));
  }

  @Get('counts')
  @ApiOperation({ summary: 'How many alerts there are by state and severity' })
  @ApiOkResponse({ type: AlertCounts })
  counts(@Caller() caller: CallerIdentity, @Query() query: AlertSelection): Promise<AlertCounts> {
    return this.inbox.counts(caller, query);
  }

  @Get('stream')
  @ApiOperation({
    summary:
      'Alerts as they are raised and change, and what the caller has not read (server-sent events); resumes after Last-Event-ID',
  })
  @ApiProduces('text/event-stream')
  stream(
    @Caller() caller: CallerIdentity,
    @Query() query: LocaleQuery,
    @Headers() headers: Record<string, string | undefined>,
    @Res() reply: FastifyReply,
  ): void {
    const locale = chosenLocale(query.locale, headers['accept-language']);
    const left = new AbortController();
    reply.hijack();
    reply.raw.on('close', () => left.abort());
    const from = { tenant: caller.tenant, person: personOf(caller), position: positionOf(headers['last-event-id']) };
    const pages = this.feed.follow(from, left.signal);
    const view = {
      present: (entry: FeedEntry) => this.inbox.present(entry, locale),
      unread: () => this.unread.counts(caller),
      onSeen: (listener: () => void) => this.unread.onSeen(caller, listener),
    };
    streamAlerts(reply.raw, pages, view, left.signal).catch((error: unknown) =>
      this.log.warn({ err: error }, 'a stream of alerts ended early'),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One alert: why it came, what to do, its deliveries and history' })
  @ApiOkResponse({ type: AlertDetail })
  read(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Query() query: LocaleQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<AlertDetail> {
    return this.inbox.read(caller, id, chosenLocale(query.locale, languages));
  }

  @Post(':id/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: ALERT_ACTIONS })
  @ApiOperation({
    summary:
      'Says that somebody sees to it, that it can wait, that it is settled, or that it is not; repeating changes nothing',
  })
  @ApiOkResponse({ type: AlertView })
  act(
    @Caller() caller: CallerIdentity,
    @Param() { id, action }: AlertActionParams,
    @Body() body: ActionBody,
    @Headers() headers: Record<string, string | undefined>,
    @Traceparent() traceparent: string,
  ): Promise<AlertView> {
    const event = (now: number) =>
      eventOf(action, body ?? {}, { actor: caller.name, now, calendar: this.calendarOf(caller.tenant) });
    const locale = chosenLocale(undefined, headers['accept-language']);
    return this.inbox.change(caller, { alertId: id, event, note: body?.note, traceparent }, locale);
  }
}
