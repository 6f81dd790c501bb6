import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { RulePolicy } from '@orderweave/domain-notification';
import { Caller, LOGGER, Traceparent, type CallerIdentity } from '@orderweave/service';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { RULE_POLICY } from '../rules/load-policy.js';
import { AlertFeed } from './alert-feed.js';
import { AlertInbox, ownerSeenBy } from './alert-inbox.js';
import { ActionBody, AlertListQuery, AlertSelection, LocaleQuery } from './alert-query.js';
import { AlertCounts, AlertDetail, AlertPage, AlertView } from './alert-view.js';
import { chosenLocale } from './chosen-locale.js';
import { presentAlert } from './present-alert.js';
import { positionOf, streamAlerts } from './stream-alerts.js';

/** The inbox of alerts. */
@ApiTags('alerts')
@ApiBearerAuth()
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    private readonly inbox: AlertInbox,
    private readonly feed: AlertFeed,
    @Inject(RULE_POLICY) private readonly policy: RulePolicy,
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
  @ApiOperation({ summary: 'Alerts as they are raised and change (server-sent events); resumes after Last-Event-ID' })
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
    const from = { tenant: caller.tenant, owner: ownerSeenBy(caller), position: positionOf(headers['last-event-id']) };
    const pages = this.feed.follow(from, left.signal);
    streamAlerts(reply.raw, pages, (entry) => presentAlert(entry, this.policy, locale), left.signal).catch(
      (error: unknown) => this.log.warn({ err: error }, 'a stream of alerts ended early'),
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

  @Post(':id/acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says that somebody sees to the alert; repeating it changes nothing' })
  @ApiOkResponse({ type: AlertView })
  acknowledge(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body() body: ActionBody,
    @Headers() headers: Record<string, string | undefined>,
    @Traceparent() traceparent: string,
  ): Promise<AlertView> {
    return this.change(caller, { alertId: id, action: 'acknowledge', note: body?.note, traceparent }, headers);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says that the matter is settled; repeating it changes nothing' })
  @ApiOkResponse({ type: AlertView })
  resolve(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body() body: ActionBody,
    @Headers() headers: Record<string, string | undefined>,
    @Traceparent() traceparent: string,
  ): Promise<AlertView> {
    return this.change(caller, { alertId: id, action: 'resolve', note: body?.note, traceparent }, headers);
  }

  private change(
    caller: CallerIdentity,
    change: Parameters<AlertInbox['change']>[1],
    headers: Record<string, string | undefined>,
  ): Promise<AlertView> {
    return this.inbox.change(caller, change, chosenLocale(undefined, headers['accept-language']));
  }
}
