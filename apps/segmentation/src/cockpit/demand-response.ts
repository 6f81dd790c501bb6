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

  @ApiProperty({
    type: ForecastResponse,
    nullable: true,
    description: 'Of the net amount; null before the first whole period',
  })
  netAmount!: ForecastResponse | null;

  @ApiProperty({ type: ForecastResponse, nullable: true, description: 'Of the number of orders' })
  orders!: ForecastResponse | null;
}
