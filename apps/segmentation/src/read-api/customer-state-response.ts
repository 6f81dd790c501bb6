import { ApiProperty } from '@nestjs/swagger';
import type { Reason, Risk, Stage, Tier } from '@orderweave/domain-segmentation';
import { PurchaseMeasuresResponse } from '../customers-csv/customers-response.js';
import { SignalResponse } from '../signals/signal-responses.js';
import { FrequencyResponse, RfmResponse, ValueResponse } from '../windows/window-response.js';

/** One customer's tier of one month. */
export class MonthTierResponse {
  @ApiProperty({ example: '2026-01' })
  month!: string;

  @ApiProperty({ description: 'Decimal text' })
  netAmount!: string;

  @ApiProperty({
    enum: ['A', 'B', 'C', 'D'],
    nullable: true,
    description: 'As of now, restatements included; null before the customer was known',
  })
  live!: Tier | null;

  @ApiProperty({
    enum: ['A', 'B', 'C', 'D'],
    nullable: true,
    description: 'As frozen at the close; null while it is open',
  })
  final!: Tier | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Customers with strictly more' })
  ahead!: number | null;

  @ApiProperty()
  orderingCustomers!: number;

  @ApiProperty({
    description: 'Least further amount for each better tier, while the month is open',
    example: { A: '120.5' },
  })
  amountToReach!: Record<string, string>;
}

/** What changes, and when, should no order come. */
export class NextChangeResponse {
  @ApiProperty({ description: 'Local day, YYYY-MM-DD' })
  on!: string;

  @ApiProperty()
  stage!: Stage;

  @ApiProperty({ type: String, nullable: true })
  risk!: Risk | null;
}

/** All that segmentation says of one customer. */
export class CustomerStateResponse {
  @ApiProperty()
  customerId!: string;

  @ApiProperty({ type: [String] })
  identifiers!: string[];

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  owner!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Set when this id is an alias of another customer' })
  mergedInto!: string | null;

  @ApiProperty({ description: "The tenant clock's instant" })
  asOf!: string;

  @ApiProperty()
  currency!: string;

  @ApiProperty({ type: String, nullable: true })
  knownSince!: string | null;

  @ApiProperty()
  stage!: Stage;

  @ApiProperty({ type: String, nullable: true })
  risk!: Risk | null;

  @ApiProperty({ type: String, nullable: true })
  lastPurchaseOn!: string | null;

  @ApiProperty({ type: Number, nullable: true })
  silenceDays!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  typicalGapDays!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Silence in typical gaps' })
  overdue!: number | null;

  @ApiProperty({ type: ValueResponse })
  value!: ValueResponse;

  @ApiProperty({ type: FrequencyResponse })
  frequency!: FrequencyResponse;

  @ApiProperty({ type: RfmResponse, nullable: true })
  rfm!: RfmResponse | null;

  @ApiProperty({ description: 'Net amount of the trailing 365 days, decimal text' })
  net365!: string;

  @ApiProperty({
    type: PurchaseMeasuresResponse,
    nullable: true,
    description:
      "As of the end of the clock's local day: purchase days, and what the models foretell; null before the first",
  })
  purchases!: PurchaseMeasuresResponse | null;

  @ApiProperty({ description: 'The model in force; see GET /v1/models/:version' })
  modelVersion!: number;

  @ApiProperty({ description: 'The policy in force; see GET /v1/policies' })
  policyVersion!: string;

  @ApiProperty({ description: 'The inputs of stage and risk' })
  because!: { stage: Reason[]; risk: Reason[] };

  @ApiProperty({ type: NextChangeResponse, nullable: true })
  withoutOrder!: NextChangeResponse | null;

  @ApiProperty({ type: [SignalResponse], description: 'Signs of trouble ahead of the risk; see GET /v1/signals' })
  signals!: SignalResponse[];

  @ApiProperty({ type: [MonthTierResponse], description: 'Newest month first' })
  tiers!: MonthTierResponse[];
}
