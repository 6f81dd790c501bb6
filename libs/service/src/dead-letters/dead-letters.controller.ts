import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity, Roles } from '../auth/caller.js';
import { LetterDesk } from './letter-desk.js';
import { LetterPlaceParams } from './letter-place-params.js';
import { CorrectionBody, LetterQuery, LetterRedriveQuery } from './letter-query.js';
import {
  LetterPageView,
  LetterRedrivePageView,
  LetterRedriveView,
  WholeLetterView,
  wholeLetterView,
} from './letter-view.js';
import { readBody } from './read-body.js';

/** Records that this service could not handle, and the way back to the topics that they came from. */
@ApiTags('dead letters')
@Roles('admin', 'ops')
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(@Inject(LetterDesk) private readonly desk: LetterDesk) {}

  @Get()
  @ApiOperation({
    summary:
      'Records that this service buried, newest first; those that were not redriven unless another state is asked for',
    description:
      'A request looks at 500 records at most: a page may have fewer items than asked for, or none, and yet go on with "next".',
  })
  @ApiOkResponse({ type: LetterPageView })
  list(
    @Query() query: LetterQuery,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<LetterPageView> {
    return this.desk.list(query, caller, accepted);
  }

  @Post('redrive')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send letters back to the topics that they came from, oldest first; at most 500 a call',
    description: 'Each letter goes back once, however often it is asked for. Go on with "next".',
  })
  @ApiOkResponse({ type: LetterRedrivePageView })
  redriveMany(
    @Query() query: LetterRedriveQuery,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<LetterRedrivePageView> {
    return this.desk.redriveMany(query, caller, accepted);
  }

  @Get(':topic/:partition/:offset')
  @ApiOperation({ summary: 'A record as it was when it was buried, and why' })
  @ApiOkResponse({ type: WholeLetterView })
  async get(
    @Param() place: LetterPlaceParams,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<WholeLetterView> {
    const { letter, mark } = await this.desk.find(place, caller, accepted);
    return wholeLetterView(letter, mark);
  }

  @Post(':topic/:partition/:offset/redrive')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send a letter back to the topic that it came from, with its key and headers, as it was or corrected',
    description:
      'It passes the usual gate of whoever reads that topic. A letter goes back once; the same request again changes nothing.',
  })
  @ApiBody({ type: CorrectionBody, required: false })
  @ApiOkResponse({ type: LetterRedriveView })
  @ApiResponse({ status: 409, description: 'Something else went back in its place before' })
  async redrive(
    @Param() place: LetterPlaceParams,
    @Body() body: unknown,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<LetterRedriveView> {
    return this.desk.redrive(place, await readBody(body, CorrectionBody), caller, accepted);
  }
}
