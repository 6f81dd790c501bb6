import { randomBytes, randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { checkUrl } from '../endpoints/check-url.js';
import { EndpointRegistry } from '../endpoints/endpoint-registry.js';
import { EndpointTester } from '../endpoints/endpoint-tester.js';
import { findEndpoint, listEndpoints, removeEndpoint, type EndpointRow } from '../endpoints/endpoint.store.js';
import { unknownEndpoint } from '../endpoints/unknown-endpoint.js';
import { privateAddressesAllowed } from '../send/private-addresses.js';
import { CreatedWebhook, NewWebhookBody, WebhookList, WebhookTestResult, WebhookView } from './webhook-dto.js';

/** How long a secret that was replaced goes on signing beside the new one: until it is replaced again. */
const LIVE_SECRETS = 2;

/** Endpoints of programs, which take Standard Webhooks. */
@ApiTags('webhooks')
@ApiBearerAuth()
@Roles('admin', 'ops')
@Controller('v1/webhooks')
export class WebhooksController {
  private readonly allowPrivate = privateAddressesAllowed();

  constructor(
    private readonly database: Database,
    private readonly registry: EndpointRegistry,
    private readonly tester: EndpointTester,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Adds a webhook; its secret is shown in this answer only' })
  @ApiCreatedResponse({ type: CreatedWebhook })
  async add(@Caller() caller: CallerIdentity, @Body() body: NewWebhookBody): Promise<CreatedWebhook> {
    const url = checkUrl(body.url, this.allowPrivate);
    const secret = newSecret();
    const endpoint = {
      ...({ tenant: caller.tenant, id: `wh_${randomUUID()}`, channel: 'webhook', name: null, person: null } as const),
      ...{ filter: { ...body.filter }, locale: body.locale ?? 'en', createdBy: caller.name },
    };
    const webhook = await this.registry.add(endpoint, { url, secrets: [secret] });
    return { ...view(webhook), secret };
  }

  @Get()
  @ApiOperation({ summary: 'All webhooks of the tenant' })
  @ApiOkResponse({ type: WebhookList })
  async list(@Caller() caller: CallerIdentity): Promise<WebhookList> {
    const endpoints = await listEndpoints(this.database, caller.tenant);
    return { items: endpoints.filter(isWebhook).map(view), next: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a webhook; what was still to be delivered to it is dropped' })
  @ApiNoContentResponse()
  async remove(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<void> {
    await this.find(caller, id);
    await removeEndpoint(this.database, caller.tenant, id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new secret, shown in this answer only; the one before it goes on signing beside it' })
  @ApiOkResponse({ type: CreatedWebhook })
  async rotate(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<CreatedWebhook> {
    const webhook = await this.find(caller, id);
    const { url, secrets } = await this.registry.stated(webhook);
    const secret = newSecret();
    const changed = await this.registry.change(webhook, { url, secrets: [secret, ...secrets].slice(0, LIVE_SECRETS) });
    if (!changed) throw unknownEndpoint(id, 'webhook');
    return { ...view(changed), secret };
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends a signed test message now and tells how the receiver answered' })
  @ApiOkResponse({ type: WebhookTestResult })
  async test(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<WebhookTestResult> {
    return this.tester.test(await this.find(caller, id));
  }

  private async find(caller: CallerIdentity, id: string): Promise<WebhookRow> {
    const endpoint = await findEndpoint(this.database, caller.tenant, id);
    if (!endpoint || !isWebhook(endpoint)) throw unknownEndpoint(id, 'webhook');
    return endpoint;
  }
}

type WebhookRow = EndpointRow & { channel: 'webhook' };

function isWebhook(endpoint: EndpointRow): endpoint is WebhookRow {
  return endpoint.channel === 'webhook';
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function view({ id, url, filter, locale, enabled, disabledReason, createdAt, createdBy }: EndpointRow): WebhookView {
  return { id, url, filter, locale, enabled, disabledReason, createdAt: createdAt.toISOString(), createdBy };
}
