import { ApiProperty } from '@nestjs/swagger';
import type { Tier } from '@orderweave/domain-segmentation';

const ratio = (description: string) => ApiProperty({ type: Number, nullable: true, description });

/** What a tier contributes. */
export class TierContribution {
  @ApiProperty({ enum: ['A', 'B', 'C', 'D'] })
  tier!: Tier;

  @ApiProperty({ description: 'Customers in it as the tiers are now; over several months: customers times months' })
  customers!: number;

  @ApiProperty({ description: 'Their net amount in the months in which they had the tier, decimal text' })
  netAmount!: string;

  @ratio('Of the net amount of all tiers; null where that is not above 0')
  share!: number | null;
}

/** Who bought in a period. */
export class PurchaseFigures {
  @ApiProperty({ description: 'Customers with a purchase day in the period' })
  buyers!: number;

  @ApiProperty({ description: 'Of the buyers: whose first purchase day ever lies in the period' })
  newCustomers!: number;

  @ApiProperty({
    description: 'Of the customers who are lost now: who became so in the period. Who came back is not lost',
  })
  lostCustomers!: number;

  @ApiProperty({ description: 'Counted orders, without credit notes and orders refunded to zero' })
  orders!: number;

  @ApiProperty({ description: 'Net amount of the orders, refunds that name them taken off, decimal text' })
  orderAmount!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Order amount / orders, two decimals; null without an order',
  })
  averageOrderValue!: string | null;

  @ratio('Buyers with two purchase days or more in the period / buyers; null without a buyer')
  repurchaseRate!: number | null;
}

/** One month. */
export class CockpitMonth extends PurchaseFigures {
  @ApiProperty({ example: '2026-01' })
  month!: string;

  @ApiProperty({ description: 'Net amount of all counted documents, decimal text' })
  netAmount!: string;

  @ApiProperty({ type: [TierContribution] })
  tiers!: TierContribution[];
}

/** The customers whose first purchase day lies in one month. */
export class CohortResponse {
  @ApiProperty({ example: '2026-01' })
  cohort!: string;

  @ApiProperty()
  size!: number;

  @ApiProperty({ type: [Number], description: 'Customers with a purchase day 0, 1, 2 … months later' })
  active!: number[];

  @ApiProperty({ type: [Number], description: 'The same as a share of the size; 0 for an empty cohort' })
  retention!: number[];
}

/** Customers of one risk, as it is now. */
export class RiskSumResponse {
  @ApiProperty()
  customers!: number;

  @ApiProperty({ description: 'Net amount of their trailing 365 days, decimal text' })
  netAmount365!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Value of the next twelve months, discounted at 10 % a year; null without models in force',
  })
  valueToCome!: string | null;
}

/** What may be lost. */
export class RevenueAtRiskResponse {
  @ApiProperty({ enum: ['value-to-come', 'net-365d'], description: 'What the amount is' })
  basis!: 'value-to-come' | 'net-365d';

  @ApiProperty({ description: 'Of the customers at risk and the lost ones, decimal text' })
  amount!: string;

  @ApiProperty()
  atRisk!: RiskSumResponse;

  @ApiProperty()
  lost!: RiskSumResponse;
}

/** A company's customers at a glance. */
export class CockpitResponse {
  @ApiProperty({ description: "The day of the tenant's clock, whose documents so far count too" })
  asOf!: string;

  @ApiProperty({ example: '2025-12' })
  from!: string;

  @ApiProperty({ example: '2026-11' })
  to!: string;

  @ApiProperty()
  currency!: string;

  @ApiProperty({ type: [TierContribution], description: 'Over all months' })
  contribution!: TierContribution[];

  @ApiProperty({ description: 'Over all months: a customer counts once' })
  total!: PurchaseFigures;

  @ApiProperty({ type: [CockpitMonth], description: 'From the first month to the last' })
  months!: CockpitMonth[];

  @ApiProperty({ type: [CohortResponse] })
  cohorts!: CohortResponse[];

  @ApiProperty({ description: 'As of now, whatever months are asked for' })
  revenueAtRisk!: RevenueAtRiskResponse;
}
