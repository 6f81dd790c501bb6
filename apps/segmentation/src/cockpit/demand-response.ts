import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ToldForecast } from '@orderweave/contracts';
import type { DemandPeriod } from '@orderweave/domain-segmentation';

const forecast = (description: string) => ({ ...ToldForecast, nullable: true, description }) as ApiPropertyOptions;

/** A whole period of the past. */
export class DemandPeriodResponse {
  @ApiProperty({ description: 'First local day' })
  from!: string;

  @ApiProperty({ description: 'Last local day' })
  to!: string;

  @ApiProperty({ description: 'Net amount of all counted documents, credit notes negative, decimal text' })
  netAmount!: string;

  @ApiProperty({ description: 'Counted orders, without credit notes and orders refunded to zero' })
  orders!: number;
}

/** The demand of all known customers, and what is to be expected. */
export class DemandResponse {
  @ApiProperty({ description: "The last day that counts: the day before that of the tenant's clock" })
  asOf!: string;

  @ApiProperty({ enum: ['day', 'week', 'month'] })
  period!: DemandPeriod;

  @ApiProperty()
  currency!: string;

  @ApiProperty({
    type: [DemandPeriodResponse],
    description: 'Whole periods only, oldest first, those without a document too',
  })
  items!: DemandPeriodResponse[];

  @ApiProperty(forecast('Of the net amount; null before the first whole period'))
  netAmount!: ToldForecast | null;

  @ApiProperty(forecast('Of the number of orders'))
  orders!: ToldForecast | null;
}
