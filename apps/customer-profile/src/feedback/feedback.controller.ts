import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, decodeCursor, encodeCursor, type CallerIdentity } from '@orderweave/service';
import { RESOLVE } from '../read-api/customer-queries.js';
import { listFeedback } from './feedback-lists.js';
import { FeedbackQuery, FeedbackScoresQuery } from './feedback-query.js';
import { readFeedbackScores } from './feedback-scores.js';
import { FeedbackPage, FeedbackScores } from './feedback-view.js';

/** What customers said. A rep sees what own customers said, a key limited to channels what came through them. */
@ApiTags('feedback')
@Controller('v1/feedback')
export class FeedbackController {
  constructor(private readonly database: Database) {}

  @Get()
  @ApiOperation({ summary: 'Feedback, newest first' })
  @ApiOkResponse({ type: FeedbackPage })
  async list(@Caller() caller: CallerIdentity, @Query() query: FeedbackQuery): Promise<FeedbackPage> {
    const { limit, cursor, customer } = query;
    const customerId = customer === undefined ? undefined : await this.resolve(caller.tenant, customer);
    const after = cursor === undefined ? [] : decodeCursor(cursor, 3);
    const rows = await listFeedback(this.database, query, { caller, customerId, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(({ found }) => found),
      next: rows.length > limit && last ? encodeCursor([last.at, last.channel, last.id]) : null,
    };
  }

  @Get('scores')
  @ApiOperation({ summary: 'NPS, CSAT, stars and complaints by month' })
  @ApiOkResponse({ type: FeedbackScores })
  async scores(@Caller() caller: CallerIdentity, @Query() query: FeedbackScoresQuery): Promise<FeedbackScores> {
    return { items: await readFeedbackScores(this.database, caller, query) };
  }

  private async resolve(tenant: string, asked: string): Promise<string> {
    const [row] = await this.database.query<{ id: string }>(RESOLVE, [tenant, asked]);
    return row?.id ?? asked;
  }
}
