import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { LocaleQuery } from '../../alerts/alert-query.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Alerts raised on which local days, both included; the 90 days that end with the tenant's today unless told. */
export class PeriodQuery extends LocaleQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day' })
  @IsOptional()
  @Matches(DAY, { message: 'give a day as YYYY-MM-DD' })
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day' })
  @IsOptional()
  @Matches(DAY, { message: 'give a day as YYYY-MM-DD' })
  to?: string;
}
