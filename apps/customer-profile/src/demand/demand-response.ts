import { ApiProperty } from '@nestjs/swagger';
import type { DemandMethod, DemandPeriod, ToldForecast } from '@orderweave/domain-segmentation';

/** From and to which value something lies, decimal text. */
export class IntervalResponse {
  @ApiProperty()
  low!: string;

  @ApiProperty()
  high!: string;
}

/** A period to come; values are estimates, decimal text of two digits. */
export class ForetoldPeriodResponse {
  @ApiProperty({ description: 'First local day' })
  from!: string;

  @ApiProperty({ description: 'Last local day' })
  to!: string;

  @ApiProperty()
  mean!: string;

  @ApiProperty()
  interval80!: IntervalResponse;

  @ApiProperty()
  interval95!: IntervalResponse;
}

/** A forecast with the backtest that chose its method. */
export class ForecastResponse implements ToldForecast {
  @ApiProperty({
    enum: ['seasonal-naive', 'ets', 'theta'],
    description: 'The least mean absolute error in the backtest',
  })
  method!: DemandMethod;

  @ApiProperty({ example: 'ETS(A,Ad,A)' })
  form!: string;

  @ApiProperty({ description: 'Periods of the season that was looked for; 1: the series is too short for one' })
  season!: number;

  @ApiProperty({ description: "How much wider the intervals are than the method's own, by what the backtest missed" })
  widening!: number;

  @ApiProperty({ type: [ForetoldPeriodResponse] })
  periods!: ForetoldPeriodResponse[];

  @ApiProperty({
    type: Object,
    nullable: true,
    description:
      'Rolling origins, periods foretold from each, pairs compared; by method: mean absolute error, MASE (Hyndman & Koehler 2006), ' +
      'shares within the intervals before widening. Null where the series is too short',
  })
  backtest!: ToldForecast['backtest'];
}

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

  @ApiProperty({
    type: ForecastResponse,
    nullable: true,
    description: 'Of the units; null before the first whole period',
  })
  units!: ForecastResponse | null;

  @ApiProperty({ type: ForecastResponse, nullable: true, description: 'Of the net amount' })
  netAmount!: ForecastResponse | null;
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
