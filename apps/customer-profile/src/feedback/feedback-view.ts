import { FEEDBACK_KINDS, SENTIMENTS } from '@orderweave/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What answered a complaint or a low score: the first good score of the same customer after it. */
export class ClosingFeedback {
  @ApiProperty({ example: 'shopify-eu/survey-119' })
  feedback!: string;
  @ApiProperty()
  givenAt!: string;
}

/** A word of feedback. */
export class FeedbackView {
  @ApiProperty({ example: 'shopify-eu/survey-118' })
  feedback!: string;
  @ApiProperty({ enum: FEEDBACK_KINDS })
  kind!: string;
  @ApiPropertyOptional({ description: 'CSAT and review 1–5, NPS 0–10' })
  score?: number;
  @ApiProperty({ enum: SENTIMENTS })
  sentiment!: string;
  @ApiProperty({
    enum: ['score', 'kind', 'text', 'none'],
    description: 'What the sentiment goes by; "text" counts words of a list and understands none',
  })
  sentimentBasis!: string;
  @ApiProperty({ description: 'A complaint, NPS ≤ 6, CSAT or review ≤ 2' })
  detractor!: boolean;
  @ApiPropertyOptional({ description: 'In the words of the customer' })
  text?: string;
  @ApiPropertyOptional()
  language?: string;
  @ApiProperty()
  givenAt!: string;
  @ApiProperty()
  givenOn!: string;
  @ApiPropertyOptional({ example: 'shopify-eu/1001' })
  order?: string;
  @ApiPropertyOptional()
  sku?: string;
  @ApiPropertyOptional({ description: 'Absent while nobody is known' })
  customerId?: string;
  @ApiPropertyOptional({ type: ClosingFeedback, description: 'Of a detractor that was heard' })
  closedBy?: ClosingFeedback;
}

/** A page of feedback. */
export class FeedbackPage {
  @ApiProperty({ type: [FeedbackView] })
  items!: FeedbackView[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}

/** A figure and the answers that it stands on. */
export class FeedbackFigure {
  @ApiProperty({ nullable: true, type: Number, description: 'Null without answers' })
  value!: number | null;
  @ApiProperty()
  n!: number;
}

/** What customers said in a month, by the day on which they said it. */
export class MonthScores {
  @ApiProperty({ example: '2026-10' })
  month!: string;
  @ApiProperty({ description: '% of 9–10 minus % of 0–6' })
  nps!: FeedbackFigure;
  @ApiProperty({ description: '% of 4–5' })
  csat!: FeedbackFigure;
  @ApiProperty({ description: 'Mean of the stars' })
  review!: FeedbackFigure;
  @ApiProperty()
  complaints!: number;
}

/** The scores of months, in order; each answer counts once, however many a customer gave. */
export class FeedbackScores {
  @ApiProperty({ type: [MonthScores] })
  items!: MonthScores[];
}
