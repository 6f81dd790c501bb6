import { ApiPropertyOptional } from '@nestjs/swagger';
import type { DemandPeriod } from '@orderweave/domain-segmentation';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** Demand by which period, up to when, how much of the past, how far ahead. */
export class ProductDemandQuery {
  @ApiPropertyOptional({ enum: ['day', 'week', 'month'], default: 'month', description: 'Weeks begin on Monday' })
  @IsOptional()
  @IsIn(['day', 'week', 'month'], { message: 'give "day", "week" or "month"' })
  period: DemandPeriod = 'month';

  @ApiPropertyOptional({
    example: '2026-10-31',
    description: 'The last local day that counts; the day before that of the last counted document unless told',
  })
  @IsOptional()
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { message: 'give a day as YYYY-MM-DD, such as 2026-10-31' })
  asOf?: string;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 400, default: 12, description: 'Past periods to tell' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give a whole number from 1 to 400' })
  @Min(1)
  @Max(400)
  history = 12;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 60, default: 3, description: 'Periods to foretell' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give a whole number from 1 to 60' })
  @Min(1)
  @Max(60)
  horizon = 3;
}

/** The demand of how many products. */
export class TopDemandQuery extends ProductDemandQuery {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 50, default: 20, description: 'Products, by net amount' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give a whole number from 1 to 50' })
  @Min(1)
  @Max(50)
  top = 20;
}
