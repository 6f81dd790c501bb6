import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { ChannelName } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { Caller, Problem, Roles, type CallerIdentity } from '@orderweave/service';
import { privateAddressesAllowed } from '../send/private-addresses.js';
import { checkUrl } from './check-url.js';
import {
  EndpointList,
  EndpointSettingsBody,
  EndpointTestResult,
  EndpointView,
  NewEndpointBody,
} from './endpoint-dto.js';
import { EndpointRegistry } from './endpoint-registry.js';
import { forbiddenReferences, settingsFaults, type EndpointSettings } from './endpoint-settings.js';
import { EndpointTester } from './endpoint-tester.js';
import { enableEndpoint, findEndpoint, listEndpoints, removeEndpoint, type EndpointRow } from './endpoint.store.js';
import { unknownEndpoint } from './unknown-endpoint.js';

/** The places that alerts are sent to: chat tools, e-mail, text messages, webhooks. */
@ApiTags('endpoints')
@ApiBearerAuth()
@Roles('admin', 'ops')
@Controller('v1/endpoints')
export class EndpointsController {
  constructor(
    private readonly database: Database,
    private readonly registry: EndpointRegistry,
    private readonly tester: EndpointTester,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Adds an endpoint; its settings are sealed and never shown again' })
  @ApiCreatedResponse({ type: EndpointView })
  async add(@Caller() caller: CallerIdentity, @Body() body: NewEndpointBody): Promise<EndpointView> {
    const { channel, name, person = null, filter, locale = 'zh-CN' } = body;
    const settings = checkSettings(channel, body.settings);
    const { tenant, name: createdBy } = caller;
    const id = `ep_${randomUUID()}`;
    const endpoint = { tenant, id, channel, name, person, filter: { ...filter }, locale, createdBy };
    return view(await this.registry.add(endpoint, settings));
  }

  @Get()
  @ApiOperation({ summary: 'All endpoints of the tenant' })
  @ApiOkResponse({ type: EndpointList })
  async list(@Caller() { tenant }: CallerIdentity): Promise<EndpointList> {
    return { items: (await listEndpoints(this.database, tenant)).map(view), next: null };
  }

  @Put(':id/settings')
  @ApiOperation({ summary: 'Replaces the settings of an endpoint and takes up its deliveries again' })
  @ApiOkResponse({ type: EndpointView })
  async change(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body() body: EndpointSettingsBody,
  ): Promise<EndpointView> {
    const endpoint = await this.find(caller, id);
    await this.registry.change(endpoint, checkSettings(endpoint.channel, body.settings));
    return this.enable(caller, id);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes up deliveries again to an endpoint that was disabled' })
  @ApiOkResponse({ type: EndpointView })
  async enable(@Caller() { tenant }: CallerIdentity, @Param('id') id: string): Promise<EndpointView> {
    const endpoint = await this.database.transaction((tx) => enableEndpoint(tx, { tenant, id }, null));
    if (!endpoint) throw unknownEndpoint(id);
    return view(endpoint);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes an endpoint; what was still to be delivered to it is dropped' })
  @ApiNoContentResponse()
  async remove(@Caller() { tenant }: CallerIdentity, @Param('id') id: string): Promise<void> {
    if (!(await removeEndpoint(this.database, tenant, id))) throw unknownEndpoint(id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends a test message now and tells how it was taken' })
  @ApiOkResponse({ type: EndpointTestResult })
  async test(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<EndpointTestResult> {
    return this.tester.test(await this.find(caller, id));
  }

  private async find({ tenant }: CallerIdentity, id: string): Promise<EndpointRow> {
    const endpoint = await findEndpoint(this.database, tenant, id);
    if (!endpoint) throw unknownEndpoint(id);
    return endpoint;
  }
}

/** Settings that a channel can use; a `Problem` (400) with every fault otherwise. */
export function checkSettings(channel: ChannelName, settings: unknown): EndpointSettings[ChannelName] {
  const found = settingsFaults(channel, settings).map(({ field, message }) => ({
    ...{ field, rule: message, remedy: `see the settings of ${channel} in /docs` },
  }));
  const hidden = forbiddenReferences(settings).map((reference) => ({
    ...{
      field: '/settings',
      value: reference,
      rule: 'reference',
      remedy: 'name a variable that begins with ENDPOINT_',
    },
  }));
  const faults = [...found, ...hidden];
  if (faults.length > 0)
    throw new Problem({ status: 400, code: 'invalid-request', title: 'The endpoint cannot be used', faults });
  const { url } = settings as { url?: string };
  if (url !== undefined && !url.startsWith('env:')) checkUrl(url, privateAddressesAllowed());
  return settings as EndpointSettings[ChannelName];
}

function view(row: EndpointRow): EndpointView {
  const { id, channel, name, person, url, filter, locale, enabled, disabledReason, createdAt, createdBy } = row;
  const shown = { id, channel, name, person, address: url, filter, locale, enabled, disabledReason };
  return { ...shown, createdAt: createdAt.toISOString(), createdBy };
}
