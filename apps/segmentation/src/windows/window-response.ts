import { ApiProperty } from '@nestjs/swagger';
import type { Frequency, RfmScore, ValueBand } from '@orderweave/domain-segmentation';

/** The share that a customer has of the company's year. */
export class ValueResponse {
  @ApiProperty({ enum: ['high', 'mid', 'low'], nullable: true, description: 'Null without a positive net amount' })
  band!: ValueBand | null;

  @ApiProperty({ description: 'Net amount of the window, decimal text' })
  netAmount!: string;

  @ApiProperty({ description: 'Local days of the window' })
  windowDays!: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Customers with strictly more' })
  ahead!: number | null;

  @ApiProperty({ description: 'Customers with a positive net amount' })
  customers!: number;
}

/** How often a customer purchases of late. */
export class FrequencyResponse {
  @ApiProperty({ enum: ['frequent', 'occasional', 'dormant', 'prospect'] })
  name!: Frequency;

  @ApiProperty({ description: 'Distinct purchase days in the window' })
  purchaseDays!: number;

  @ApiProperty({ description: 'Local days of the window' })
  windowDays!: number;
}

/** Recency, frequency and monetary value: 5 is best. Null without a purchase day in the window. */
export class RfmResponse {
  @ApiProperty({ minimum: 1, maximum: 5 })
  r!: RfmScore;

  @ApiProperty({ minimum: 1, maximum: 5 })
  f!: RfmScore;

  @ApiProperty({ minimum: 1, maximum: 5 })
  m!: RfmScore;

  @ApiProperty({ example: 'champions' })
  group!: string;

  @ApiProperty({ description: 'Customers with a purchase day in the window' })
  customers!: number;
}
