import { ApiProperty } from '@nestjs/swagger';
import type { ValueInterval } from '@orderweave/domain-segmentation';

const SHARE = 'From 0 to 1; null where the fallback judges';

/** When the next order is to be expected, if the customer is still there: always to be read with `alive`. */
export class NextOrderResponse {
  @ApiProperty({ type: String, nullable: true, description: 'The day by which it has come in 10 % of cases' })
  p10!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'In half of them' })
  p50!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'In 90 % of them; null when that is over ten years away' })
  p90!: string | null;
}

/** The value to come in twelve months: an estimate, in the tenant's currency. */
export class ValueResponse {
  @ApiProperty({ description: 'Days with orders to expect' })
  purchaseDays!: number;

  @ApiProperty({ description: 'Mean net amount to expect of each' })
  spendADay!: number;

  @ApiProperty()
  undiscounted!: number;

  @ApiProperty({ description: "Each month's value at its end, discounted at 10 % a year" })
  discounted!: number;

  @ApiProperty({ type: Object, description: 'Where 80 % of the cases lie: low and high, undiscounted and discounted' })
  interval!: ValueInterval;
}

/** What the models foretell of a customer. */
export class OutlookFigures {
  @ApiProperty({ description: 'As of the end of this local day' })
  day!: string;

  @ApiProperty({ enum: ['model', 'fallback'] })
  basis!: 'model' | 'fallback';

  @ApiProperty({ description: 'See GET /v1/models/:version' })
  modelVersion!: number;

  @ApiProperty({ description: 'x: days with orders without the first' })
  repeatPurchaseDays!: number;

  @ApiProperty({ description: 't_x: from the first day with orders to the last one' })
  daysToLastPurchase!: number;

  @ApiProperty({ description: 'T: from the first day with orders to now' })
  daysKnown!: number;

  @ApiProperty()
  silenceDays!: number;

  @ApiProperty({ type: Number, nullable: true, description: `P(alive), that another order comes at all. ${SHARE}` })
  alive!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: `q_30. ${SHARE}` })
  noOrderIn30Days!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: SHARE })
  orderIn30Days!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: `The best of these since the last order. ${SHARE}` })
  bestOrderIn30Days!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: `The share of the best that is gone. ${SHARE}` })
  chanceLost!: number | null;

  @ApiProperty({ type: NextOrderResponse, nullable: true })
  nextOrder!: NextOrderResponse | null;

  @ApiProperty({
    type: ValueResponse,
    nullable: true,
    description: 'Null without usable models of purchases and spend',
  })
  valueIn12Months!: ValueResponse | null;
}

/** What the models foretell of a customer, and who that is. */
export class CustomerOutlookResponse extends OutlookFigures {
  @ApiProperty()
  customerId!: string;

  @ApiProperty()
  currency!: string;
}
