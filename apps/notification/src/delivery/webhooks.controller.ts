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
import { Caller, Problem, Roles, type CallerIdentity } from '@orderweave/service';
import { checkWebhookUrl } from './check-webhook-url.js';
import { privateAddressesAllowed } from './private-addresses.js';
import { sendWebhook } from './send-webhook.js';
import { CreatedWebhook, NewWebhookBody, WebhookList, WebhookTestResult, WebhookView } from './webhook-dto.js';
import { testPayload } from './webhook-payload.js';
import { findWebhook, insertWebhook, listWebhooks, removeWebhook, type WebhookRow } from './webhook.store.js';

/** The places that alerts are sent to. */
@ApiTags('webhooks')
@ApiBearerAuth()
@Roles('admin', 'ops')
@Controller('v1/webhooks')
export class WebhooksController {
  private readonly allowPrivate = privateAddressesAllowed();

  constructor(private readonly database: Database) {}

  @Post()
  @ApiOperation({ summary: 'Adds a webhook; its secret is shown in this answer only' })
  @ApiCreatedResponse({ type: CreatedWebhook })
  async add(@Caller() caller: CallerIdentity, @Body() body: NewWebhookBody): Promise<CreatedWebhook> {
    const url = checkWebhookUrl(body.url, this.allowPrivate);
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const webhook = await insertWebhook(this.database, {
      tenant: caller.tenant,
      id: `wh_${randomUUID()}`,
      url,
      secret,
      filter: { ...body.filter },
      locale: body.locale ?? 'en',
      createdBy: caller.name,
    });
    return { ...view(webhook), secret };
  }

  @Get()
  @ApiOperation({ summary: 'All webhooks of the tenant' })
  @ApiOkResponse({ type: WebhookList })
  async list(@Caller() caller: CallerIdentity): Promise<WebhookList> {
    return { items: (await listWebhooks(this.database, caller.tenant)).map(view), next: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a webhook; what was still to be delivered to it is dropped' })
  @ApiNoContentResponse()
  async remove(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<void> {
    if (!(await removeWebhook(this.database, caller.tenant, id))) throw unknownWebhook(id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends a signed test message now and tells how the receiver answered' })
  @ApiOkResponse({ type: WebhookTestResult })
  async test(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<WebhookTestResult> {
    const webhook = await findWebhook(this.database, caller.tenant, id);
    if (!webhook) throw unknownWebhook(id);
    const now = Date.now();
    const message = { url: webhook.url, secrets: webhook.secrets, id: `test_${randomUUID()}` };
    const body = JSON.stringify(testPayload(caller.tenant, now));
    const { status, error } = await sendWebhook({ ...message, body }, { allowPrivate: this.allowPrivate, now });
    return { delivered: error === null, status, error, latencyMs: Date.now() - now };
  }
}

function view({ id, url, filter, locale, enabled, disabledReason, createdAt, createdBy }: WebhookRow): WebhookView {
  return { id, url, filter, locale, enabled, disabledReason, createdAt: createdAt.toISOString(), createdBy };
}

function unknownWebhook(id: string): Problem {
  const detail = `There is no webhook ${id}.`;
  return new Problem({ status: 404, code: 'unknown-webhook', title: 'No such webhook', detail });
}
