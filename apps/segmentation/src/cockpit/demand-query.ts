import { ApiPropertyOptional } from '@nestjs/swagger';
import type { DemandPeriod } from '@orderweave/domain-segmentation';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

/** Demand by which period, how much of the past, how far ahead. */
export class DemandQuery {
  @ApiPropertyOptional({ enum: ['day', 'week', 'month'], default: 'month', description: 'Weeks begin on Monday' })
  @IsOptional()
  @IsIn(['day', 'week', 'month'], { message: 'give "day", "week" or "month"' })
  period: DemandPeriod = 'month';

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 400, default: 24, description: 'Past periods to tell' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give a whole number from 1 to 400' })
  @Min(1)
  @Max(400)
  history = 24;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 60, default: 6, description: 'Periods to foretell' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give a whole number from 1 to 60' })
  @Min(1)
  @Max(60)
  horizon = 6;
}
