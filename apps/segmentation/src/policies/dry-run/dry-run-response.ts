import { ApiProperty } from '@nestjs/swagger';

/** How many customers go from one state to another. */
export class ChangeCountResponse {
  @ApiProperty({ type: String, nullable: true })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true })
  to!: string | null;

  @ApiProperty()
  customers!: number;
}

/** A customer whose state changes. */
export class CustomerChangeResponse {
  @ApiProperty()
  customerId!: string;

  @ApiProperty({ type: String, nullable: true })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true })
  to!: string | null;

  @ApiProperty({ description: 'Decimal text: of the month for tiers, of all months for stages and risks' })
  netAmount!: string;
}

/** Who changes. */
export class ChangesResponse {
  @ApiProperty()
  customersChanging!: number;

  @ApiProperty({ type: [ChangeCountResponse] })
  changes!: ChangeCountResponse[];

  @ApiProperty({ type: [CustomerChangeResponse], description: 'The 100 with the largest net amounts' })
  customers!: CustomerChangeResponse[];
}

/** Customers by tier. */
export class TierCounts {
  @ApiProperty()
  A!: number;

  @ApiProperty()
  B!: number;

  @ApiProperty()
  C!: number;

  @ApiProperty()
  D!: number;
}

/** Changes from the month before, as a close tells them. */
export class CloseCounts {
  @ApiProperty()
  up!: number;

  @ApiProperty()
  down!: number;

  @ApiProperty()
  'abnormal-stop'!: number;

  @ApiProperty()
  sleeping!: number;
}

/** The customers of each tier by both policies. */
export class TiersBeside {
  @ApiProperty()
  inForce!: TierCounts;

  @ApiProperty()
  tried!: TierCounts;
}

/** What the close tells by both policies. */
export class ClosesBeside {
  @ApiProperty()
  inForce!: CloseCounts;

  @ApiProperty()
  tried!: CloseCounts;
}

/** What the tried version makes of a month. Net amounts are as restated. */
export class MonthDryRunResponse extends ChangesResponse {
  @ApiProperty({ example: '2026-01' })
  month!: string;

  @ApiProperty()
  closed!: boolean;

  @ApiProperty({ description: 'Of a closed month the version that it was closed by, else the one in force' })
  comparedWith!: string;

  @ApiProperty()
  tiers!: TiersBeside;

  @ApiProperty({
    type: ClosesBeside,
    nullable: true,
    description: 'Had both months followed one version; null while open',
  })
  closes!: ClosesBeside | null;
}

/** What activating the version today would tell. */
export class ToldResponse {
  @ApiProperty()
  transitions!: number;

  @ApiProperty({ description: 'Those that rules may make alerts of' })
  alertable!: number;
}

/** What would be otherwise by a version that is not in force. */
export class DryRunResponse {
  @ApiProperty()
  version!: number;

  @ApiProperty({ description: 'The version in force' })
  comparedWith!: string;

  @ApiProperty({ description: 'Local day, YYYY-MM-DD' })
  asOf!: string;

  @ApiProperty({ description: 'Customers of whom anything below changes' })
  customersChanging!: number;

  @ApiProperty({ type: [MonthDryRunResponse], description: 'Oldest first; the open months come last' })
  months!: MonthDryRunResponse[];

  @ApiProperty()
  stages!: ChangesResponse;

  @ApiProperty()
  risks!: ChangesResponse;

  @ApiProperty({
    type: ChangesResponse,
    nullable: true,
    description: 'Null where the versions look back on other days',
  })
  valueBands!: ChangesResponse | null;

  @ApiProperty({
    type: ChangesResponse,
    nullable: true,
    description: 'Null where the versions look back on other days',
  })
  rfmGroups!: ChangesResponse | null;

  @ApiProperty()
  atActivation!: ToldResponse;

  @ApiProperty({
    type: [String],
    description: 'Where the versions differ in what a dry run does not try; JSON pointers',
  })
  notTried!: string[];
}
