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

  @ApiProperty({ description: 'Quantity of the counted lines, those of credit notes negative, decimal text' })
  units!: string;

  @ApiProperty({ description: 'Net amount of the lines in the base currency, decimal text' })
  netAmount!: string;
}

/** The demand of one product, and what is to be expected. */
export class ProductDemand {
  @ApiProperty()
  sku!: string;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({
    type: [DemandPeriodResponse],
    description: 'Whole periods since the product was first asked for, oldest first, those without a line too',
  })
  items!: DemandPeriodResponse[];

  @ApiProperty(forecast('Of the units; null before the first whole period'))
  units!: ToldForecast | null;

  @ApiProperty(forecast('Of the net amount'))
  netAmount!: ToldForecast | null;
}

/** By what demand is told. */
export class DemandHead {
  @ApiProperty({ type: String, nullable: true, description: 'The last day that counts; null without a document' })
  asOf!: string | null;

  @ApiProperty({ enum: ['day', 'week', 'month'] })
  period!: DemandPeriod;

  @ApiProperty({ type: String, nullable: true, description: 'Base currency of the amounts; null without a document' })
  currency!: string | null;
}

/** One product's demand. */
export class ProductDemandResponse extends ProductDemand implements DemandHead {
  @ApiProperty({ type: String, nullable: true, description: 'The last day that counts; null without a document' })
  asOf!: string | null;

  @ApiProperty({ enum: ['day', 'week', 'month'] })
  period!: DemandPeriod;

  @ApiProperty({ type: String, nullable: true, description: 'Base currency of the amounts; null without a document' })
  currency!: string | null;
}

/** The demand of the products with the greatest net amount in the past that is told. */
export class TopDemandResponse extends DemandHead {
  @ApiProperty({ type: [ProductDemand], description: 'The greatest net amount first' })
  items!: ProductDemand[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null: all on one page' })
  next!: string | null;
}
