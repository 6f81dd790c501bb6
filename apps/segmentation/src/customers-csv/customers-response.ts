import { ApiProperty } from '@nestjs/swagger';
import type { Frequency, RfmScore, Risk, Stage, Tier, ValueBand } from '@orderweave/domain-segmentation';

const TIER = { enum: ['A', 'B', 'C', 'D'] };
const SHARE = 'From 0 to 1; null where the fallback judges';

/** Scores from 1 to 5, where 5 is best, and their group. */
export class RfmScoresResponse {
  @ApiProperty()
  r!: RfmScore;

  @ApiProperty()
  f!: RfmScore;

  @ApiProperty()
  m!: RfmScore;

  @ApiProperty({ example: 'champions' })
  group!: string;
}

/** Days by which the next order has come, given that the customer is alive; to be read with `alive`. */
export class NextOrderDaysResponse {
  @ApiProperty({ type: Number, nullable: true, description: 'Days from asOf, by 10 % of cases' })
  p10!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p50!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p90!: number | null;
}

/** What purchase days say of a customer, and what the models foretell. */
export class PurchaseMeasuresResponse {
  @ApiProperty({ description: 'x: purchase days without the first' })
  repeatPurchaseDays!: number;

  @ApiProperty({ description: 't_x: days from the first purchase day to the last' })
  daysToLastPurchase!: number;

  @ApiProperty({ description: 't: days from the first purchase day to asOf' })
  daysKnown!: number;

  @ApiProperty()
  silenceDays!: number;

  @ApiProperty({ description: 'The typical gap g between purchase days' })
  gapDays!: number;

  @ApiProperty({ description: 'u: silence in typical gaps' })
  overdue!: number;

  @ApiProperty({ enum: ['healthy', 'watch', 'at-risk', 'lost'] })
  risk!: Risk;

  @ApiProperty({ enum: ['model', 'fallback'] })
  riskBasis!: 'model' | 'fallback';

  @ApiProperty({ type: Number, nullable: true, description: `P(alive). ${SHARE}` })
  alive!: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: `That no order comes in the next 30 days (q_30). ${SHARE}`,
  })
  q30!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: `The share of the best chance that is gone (L). ${SHARE}` })
  chanceLost!: number | null;

  @ApiProperty({ type: NextOrderDaysResponse, nullable: true })
  nextOrder!: NextOrderDaysResponse | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Value to come in 12 months, discounted at 10 % a year, decimal text; null without usable models',
  })
  value12Months!: string | null;
}

/** Everything that is measured of a customer. */
export class CustomerMeasuresResponse {
  @ApiProperty()
  customerId!: string;

  @ApiProperty({ type: [String] })
  identifiers!: string[];

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  owner!: string | null;

  @ApiProperty({ ...TIER, description: 'Of the month of asOf, so far' })
  tierLive!: Tier;

  @ApiProperty({ ...TIER, nullable: true, description: 'Of the last closed month; null for who was not known then' })
  tierFinal!: Tier | null;

  @ApiProperty({ enum: ['high', 'mid', 'low'], nullable: true })
  valueBand!: ValueBand | null;

  @ApiProperty({ enum: ['frequent', 'occasional', 'dormant', 'prospect'] })
  frequency!: Frequency;

  @ApiProperty({ type: RfmScoresResponse, nullable: true, description: 'Null without a purchase day in the window' })
  rfm!: RfmScoresResponse | null;

  @ApiProperty()
  stage!: Stage;

  @ApiProperty({ type: PurchaseMeasuresResponse, nullable: true, description: 'Null before the first purchase day' })
  purchases!: PurchaseMeasuresResponse | null;

  @ApiProperty({ description: 'Net amount of the trailing 365 days, decimal text' })
  net365!: string;
}

/** A page of customers, by id. */
export class CustomersResponse {
  @ApiProperty({ type: String, description: 'All is as of the end of this local day' })
  asOf!: string;

  @ApiProperty()
  currency!: string;

  @ApiProperty({ type: [CustomerMeasuresResponse] })
  items!: CustomerMeasuresResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' })
  next!: string | null;
}
