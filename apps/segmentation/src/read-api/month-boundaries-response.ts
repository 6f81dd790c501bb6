import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { NamedCustomer } from './named-customer.js';

/** How many customers on either side. */
export class BoundariesQuery {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 100, default: 5, description: 'Customers on either side' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give a whole number from 1 to 100' })
  @Min(1)
  @Max(100)
  limit = 5;
}

/** A customer next to a boundary. */
export class NeighbourResponse extends NamedCustomer {
  @ApiProperty({ description: 'Net amount of the month, decimal text' })
  netAmount!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Above: how much less would still hold the tier. Below: what is missing; null when no amount reaches it',
  })
  distance!: string | null;
}

/** The lower boundary of a tier. */
export class BoundaryResponse {
  @ApiProperty({ enum: ['A', 'B'] })
  tier!: 'A' | 'B';

  @ApiProperty({ type: String, nullable: true, description: 'The least net amount in the tier; null when it is empty' })
  lowestAmount!: string | null;

  @ApiProperty({ type: [NeighbourResponse], description: 'The last ones in it or better, the nearest first' })
  above!: NeighbourResponse[];

  @ApiProperty({ type: [NeighbourResponse], description: 'The first ones out of it, the nearest first' })
  below!: NeighbourResponse[];
}

/** Who stands next to the boundaries of a month's live tiers. */
export class BoundariesResponse {
  @ApiProperty({ example: '2026-01' })
  month!: string;

  @ApiProperty()
  closed!: boolean;

  @ApiProperty()
  currency!: string;

  @ApiProperty({ type: [BoundaryResponse] })
  boundaries!: BoundaryResponse[];
}
