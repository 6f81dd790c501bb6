import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
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
import { chosenLocale } from '../../alerts/chosen-locale.js';
import { checkSettings } from './check-settings.js';
import {
  EndpointList,
  EndpointSettingsBody,
  EndpointTestResult,
  EndpointView,
  NewEndpointBody,
} from './endpoint-dto.js';
import { EndpointRegistry } from './endpoint-registry.js';
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
  async add(
    @Caller() caller: CallerIdentity,
    @Body() body: NewEndpointBody,
    @Headers('accept-language') languages?: string,
  ): Promise<EndpointView> {
    const { channel, name, person = null, filter, locale = 'zh-CN' } = body;
    const settings = checkSettings(channel, body.settings, chosenLocale(undefined, languages));
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
    @Headers('accept-language') languages?: string,
  ): Promise<EndpointView> {
    const endpoint = await this.find(caller, id);
    const locale = chosenLocale(undefined, languages);
    await this.registry.change(endpoint, checkSettings(endpoint.channel, body.settings, locale));
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

function view(row: EndpointRow): EndpointView {
  const { id, channel, name, person, url, filter, locale, enabled, disabledReason, createdAt, createdBy } = row;
  const shown = { id, channel, name, person, address: url, filter, locale, enabled, disabledReason };
  return { ...shown, createdAt: createdAt.toISOString(), createdBy };
}
