import { ApiPropertyOptional } from '@nestjs/swagger';
import { PageCursor, PageLimit } from '@orderweave/service';
import { IsOptional, Matches, Validate, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { isDay } from './judge-rates.js';

const CURRENCY = /^[A-Z]{3}$/;
const CURRENCY_REMEDY = { message: 'give an ISO 4217 code in capitals, such as EUR' };

@ValidatorConstraint({ name: 'day' })
class DayRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isDay(value);
  }

  defaultMessage(): string {
    return 'give a day as YYYY-MM-DD, such as 2026-11-20';
  }
}

/** Which rates, and how many. */
export class RateQuery {
  @ApiPropertyOptional({ example: 'EUR', description: 'Rates of this currency only' })
  @IsOptional()
  @Matches(CURRENCY, CURRENCY_REMEDY)
  currency?: string;

  @ApiPropertyOptional({ example: '2026-11-01', description: 'Rates that begin on this day or later' })
  @IsOptional()
  @Validate(DayRule)
  from?: string;

  @ApiPropertyOptional({ example: '2026-11-30', description: 'Rates that begin on this day or earlier' })
  @IsOptional()
  @Validate(DayRule)
  to?: string;

  @PageCursor(500)
  cursor?: string;

  @PageLimit(1000, 100)
  limit = 100;
}

/** Which of the documents that wait for a rate, and how many. */
export class UnvaluedQuery {
  @ApiPropertyOptional({ example: 'EUR', description: 'Documents in this currency only' })
  @IsOptional()
  @Matches(CURRENCY, CURRENCY_REMEDY)
  currency?: string;

  @ApiPropertyOptional({ example: 'shop', description: 'Documents of this channel only' })
  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9._-]{0,63}$/, { message: 'give the name of a channel' })
  channel?: string;

  @PageCursor(2_000)
  cursor?: string;

  @PageLimit(500, 50)
  limit = 50;
}
