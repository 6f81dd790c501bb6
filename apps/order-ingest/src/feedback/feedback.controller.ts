import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { FeedbackSubmission } from '@orderweave/contracts';
import { Caller, type CallerIdentity, Roles, Traceparent } from '@orderweave/service';
import { FeedbackDesk, type FeedbackAnswer } from './feedback-desk.js';
import { MOST_FEEDBACK } from './read-feedback-body.js';

// The very schema that feedback is checked against, so that the description cannot differ from it.
const FEEDBACK = JSON.parse(JSON.stringify(FeedbackSubmission)) as object;
const BODY = {
  oneOf: [
    FEEDBACK,
    { type: 'array', maxItems: MOST_FEEDBACK, items: FEEDBACK },
    { type: 'object', properties: { feedback: { type: 'array', items: FEEDBACK } } },
  ],
};

/** What customers say: satisfaction, likelihood to recommend, complaints, reviews. */
@ApiTags('feedback')
@Controller('v1/feedback')
export class FeedbackController {
  constructor(private readonly desk: FeedbackDesk) {}

  @Post()
  @HttpCode(202)
  @Roles('admin', 'ops')
  @ApiOperation({ summary: 'Take in one word of feedback, or up to 100 at once; answered when they are durable' })
  @ApiBody({ schema: BODY })
  @ApiResponse({ status: 202, description: 'What became of each: accepted, duplicate, stale or refused' })
  @ApiResponse({ status: 422, description: 'One by itself that was refused, with all its faults' })
  async post(
    @Body() body: Buffer,
    @Caller() caller: CallerIdentity,
    @Traceparent() traceparent: string,
    @Headers('accept-language') acceptLanguage: string | undefined,
  ): Promise<{ results: FeedbackAnswer[] }> {
    return { results: await this.desk.take({ body, caller, traceparent, acceptLanguage }) };
  }
}
