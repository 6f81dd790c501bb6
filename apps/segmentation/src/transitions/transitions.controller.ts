import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { TransitionReader } from './transition-reader.js';
import { TransitionsQuery } from './transitions-query.js';
import { TransitionsResponse } from './transitions-response.js';

/** What has changed, of whom, and why. */
@ApiTags('transitions')
@Controller('v1/transitions')
export class TransitionsController {
  constructor(private readonly reader: TransitionReader) {}

  @Get()
  @ApiOperation({
    summary: 'Changes of tier, stage, risk and the rest, newest first, each with its reasons; a rep sees own customers',
  })
  @ApiOkResponse({ type: TransitionsResponse })
  list(
    @Caller() { tenant, role, name }: CallerIdentity,
    @Query() query: TransitionsQuery,
  ): Promise<TransitionsResponse> {
    return this.reader.list(tenant, query, role === 'rep' ? name : null);
  }
}
