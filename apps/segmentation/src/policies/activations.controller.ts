import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { formatDay } from '@orderweave/domain-ordering';
import { ActivateBody, Caller, DeedBody, instantOf, Roles, type CallerIdentity } from '@orderweave/service';
import { DryRunResponse } from './dry-run/dry-run-response.js';
import { PolicyDryRun } from './dry-run/policy-dry-run.js';
import { PolicyActivator, type Activated } from './policy-activator.js';
import { PolicyReader } from './policy-reader.js';
import { DryRunBody } from './policy-requests.js';
import { ActivationResponse, WithdrawnResponse } from './policy-responses.js';

const DEFAULT_MONTHS = 6;

/** Which version is in force, from when on, and what another one would change. */
@ApiTags('policies')
@Roles('admin', 'analyst')
@Controller('v1/policies')
export class ActivationsController {
  constructor(
    private readonly activator: PolicyActivator,
    private readonly reader: PolicyReader,
    private readonly trials: PolicyDryRun,
  ) {}

  @Post(':version/dry-run')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Says who would change tier, stage or risk by a version, and what its activation would tell',
  })
  @ApiOkResponse({ type: DryRunResponse })
  async tryOut(
    @Caller() { tenant }: CallerIdentity,
    @Param('version') named: string,
    @Body() body?: DryRunBody,
  ): Promise<DryRunResponse> {
    const { version } = await this.reader.find(tenant, named);
    return this.trials.run(tenant, version, body?.months ?? DEFAULT_MONTHS);
  }

  @Post('rollback')
  @HttpCode(200)
  @ApiOperation({ summary: 'Activates anew the version that was in force before the present one' })
  @ApiOkResponse({ type: ActivationResponse })
  async rollBack(@Caller() caller: CallerIdentity, @Body() body?: ActivateBody): Promise<ActivationResponse> {
    return responseOf(await this.activator.rollBack(caller, { at: instantOf(body), note: body?.note }));
  }

  @Post(':version/activate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Brings a version into force from the first local midnight at or after a moment on, the next unless told',
  })
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

function responseOf({ version, from, at, unchanged, superseded }: Activated): ActivationResponse {
  const instant = at === null ? null : new Date(at).toISOString();
  return { version, from: from === 0 ? null : formatDay(from), at: instant, unchanged, superseded };
}
