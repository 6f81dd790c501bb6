import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { formatDay, localDay } from '@orderweave/domain-ordering';
import { Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { ClockRequest, ClockResponse } from './clock-request.js';
import { TenantClocks, type ClockReading } from './tenant-clocks.js';

/** The clock by which a tenant's customers are judged. */
@ApiTags('clock')
@Controller('v1/clock')
export class ClockController {
  constructor(
    private readonly clocks: TenantClocks,
    private readonly policies: PolicyDirectory,
  ) {}

  @Get()
  @ApiOperation({ summary: "The tenant's clock" })
  @ApiOkResponse({ type: ClockResponse })
  async get(@Caller() caller: CallerIdentity): Promise<ClockResponse> {
    return this.responseOf(caller.tenant, await this.clocks.read(caller.tenant));
  }

  @Put()
  @Roles('admin', 'ops')
  @ApiOperation({ summary: 'Sets the clock: manual to an instant, never backwards, or back to the wall' })
  @ApiOkResponse({ type: ClockResponse })
  async put(@Caller() { tenant }: CallerIdentity, @Body() { mode, now }: ClockRequest): Promise<ClockResponse> {
    const set = mode === 'wall' ? this.clocks.setWall(tenant) : this.clocks.setManual(tenant, Date.parse(now!));
    return this.responseOf(tenant, await set);
  }

  private responseOf(tenant: string, { mode, now }: ClockReading): ClockResponse {
    const day = formatDay(localDay(now, this.policies.get(tenant).timeZone));
    return { mode, now: new Date(now).toISOString(), day };
  }
}
