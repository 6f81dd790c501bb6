import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** The tiers as they are now, or as they were frozen at the month's close. */
export class BasisQuery {
  @ApiProperty({ enum: ['live', 'final'], required: false, default: 'live' })
  @IsOptional()
  @IsIn(['live', 'final'], { message: 'give "live" or "final"' })
  basis: 'live' | 'final' = 'live';
}

/** One tier of a month. */
export class TierResponse {
  @ApiProperty({ enum: ['A', 'B', 'C', 'D'] })
  tier!: 'A' | 'B' | 'C' | 'D';

  @ApiProperty()
  customers!: number;

  @ApiProperty({ description: 'Their net amount, decimal text' })
  netAmount!: string;

  @ApiProperty({
    nullable: true,
    type: String,
    description: 'The least net amount among them: the boundary of the tier',
  })
  lowestAmount!: string | null;
}

/** A month and whether it is closed. */
export class MonthResponse {
  @ApiProperty({ example: '2026-01' })
  month!: string;

  @ApiProperty()
  closed!: boolean;

  @ApiProperty({ description: 'The instant of its close, ISO 8601' })
  closesAt!: string;
}

/** The months of a tenant: all on one page. */
export class MonthsResponse {
  @ApiProperty({ type: [MonthResponse] })
  items!: MonthResponse[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** The tiers of a month. */
export class MonthTiersResponse extends MonthResponse {
  @ApiProperty({ enum: ['live', 'final'] })
  basis!: 'live' | 'final';

  @ApiProperty()
  currency!: string;

  @ApiProperty({ description: 'Customers with a positive net amount (n)' })
  orderingCustomers!: number;

  @ApiProperty({ description: 'Net amount of the ordering customers, decimal text' })
  total!: string;

  @ApiProperty({ type: [TierResponse] })
  tiers!: TierResponse[];

  @ApiProperty({ description: 'The version of the policy that they are cut by' })
  policyVersion!: string;
}
