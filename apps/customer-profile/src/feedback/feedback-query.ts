import { FEEDBACK_KINDS, SENTIMENTS, type FeedbackKind, type Sentiment } from '@orderweave/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { PageQuery } from '../read-api/customers.controller.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const YES_NO = ['true', 'false'] as const;

/** Which feedback to list, newest first. */
export class FeedbackQuery extends PageQuery {
  @ApiPropertyOptional({ enum: FEEDBACK_KINDS })
  @IsOptional()
  @IsIn(FEEDBACK_KINDS, { message: `give one of ${FEEDBACK_KINDS.join(', ')}` })
  kind?: FeedbackKind;

  @ApiPropertyOptional({ enum: SENTIMENTS })
  @IsOptional()
  @IsIn(SENTIMENTS, { message: `give one of ${SENTIMENTS.join(', ')}` })
  sentiment?: Sentiment;

  @ApiPropertyOptional({ enum: YES_NO, description: 'Complaints and scores of detractors, or all others' })
  @IsOptional()
  @IsIn(YES_NO, { message: 'give "true" or "false"' })
  detractor?: (typeof YES_NO)[number];

  @ApiPropertyOptional({
    enum: YES_NO,
    description: 'Of detractors: those whose customer has not given a good score since, or has',
  })
  @IsOptional()
  @IsIn(YES_NO, { message: 'give "true" or "false"' })
  open?: (typeof YES_NO)[number];

  @ApiPropertyOptional({ description: 'Customer id or alias' })
  @IsOptional()
  @MaxLength(100)
  customer?: string;

  @ApiPropertyOptional({ example: 'shopify-eu/1001', description: 'The order that it is about' })
  @IsOptional()
  @MaxLength(300)
  order?: string;

  @ApiPropertyOptional({ example: '2026-10-01', description: 'First local day' })
  @IsOptional()
  @Matches(DAY, { message: 'give a day as YYYY-MM-DD, such as 2026-10-01' })
  from?: string;

  @ApiPropertyOptional({ example: '2026-10-31', description: 'Last local day' })
  @IsOptional()
  @Matches(DAY, { message: 'give a day as YYYY-MM-DD, such as 2026-10-31' })
  to?: string;
}

/** The scores of which months. */
export class FeedbackScoresQuery {
  @ApiPropertyOptional({ example: '2026-01', description: 'First month; eleven before the last unless told' })
  @IsOptional()
  @Matches(MONTH, { message: 'give a month as YYYY-MM, such as 2026-01' })
  from?: string;

  @ApiPropertyOptional({ example: '2026-12', description: 'Last month; that of the newest feedback unless told' })
  @IsOptional()
  @Matches(MONTH, { message: 'give a month as YYYY-MM, such as 2026-12' })
  to?: string;
}
