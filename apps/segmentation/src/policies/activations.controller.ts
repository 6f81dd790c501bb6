import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { formatDay } from '@orderweave/domain-ordering';
import { Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { PolicyActivator, type Activated } from './policy-activator.js';
import { PolicyReader } from './policy-reader.js';
import { ActivateBody, DeedBody } from './policy-requests.js';
import { ActivationResponse, WithdrawnResponse } from './policy-responses.js';

/** Which version is in force, and from when on. */
@ApiTags('policies')
@Roles('admin', 'analyst')
@Controller('v1/policies')
export class ActivationsController {
  constructor(
    private readonly activator: PolicyActivator,
    private readonly reader: PolicyReader,
  ) {}

  @Post('rollback')
  @HttpCode(200)
  @ApiOperation({ summary: 'Activates anew the version that was in force before the present one' })
  @ApiOkResponse({ type: ActivationResponse })
  async rollBack(@Caller() caller: CallerIdentity, @Body() body?: ActivateBody): Promise<ActivationResponse> {
    return responseOf(await this.activator.rollBack(caller, { at: instantOf(body), note: body?.note }));
  }

  @Post(':version/activate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Brings a version into force from a local midnight on' })
  @ApiOkResponse({ type: ActivationResponse })
  async activate(
    @Caller() caller: CallerIdentity,
    @Param('version') named: string,
    @Body() body?: ActivateBody,
  ): Promise<ActivationResponse> {
    const { version } = await this.reader.find(caller.tenant, named);
    return responseOf(await this.activator.activate(caller, { version, at: instantOf(body), note: body?.note }));
  }

  @Post(':version/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes back activations of a version that have not come yet' })
  @ApiOkResponse({ type: WithdrawnResponse })
  async withdraw(
    @Caller() caller: CallerIdentity,
    @Param('version') named: string,
    @Body() body?: DeedBody,
  ): Promise<WithdrawnResponse> {
    const { version } = await this.reader.find(caller.tenant, named);
    const days = await this.activator.withdraw(caller, { version, note: body?.note });
    return { version, days: days.map(formatDay) };
  }
}

function instantOf(body: ActivateBody | undefined): number | undefined {
  return body?.at === undefined ? undefined : Date.parse(body.at);
}

function responseOf({ version, from, at, unchanged, superseded }: Activated): ActivationResponse {
  const instant = at === null ? null : new Date(at).toISOString();
  return { version, from: from === 0 ? null : formatDay(from), at: instant, unchanged, superseded };
}
