import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageLimit } from './page-fields.js';

/** A page of a list that is sorted by a number, newest first. */
export class NewestFirstQuery {
  @ApiPropertyOptional({ type: Number, description: 'The "next" of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'pass "next" of the page before, unchanged' })
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;

  @PageLimit(200, 50)
  limit = 50;
}
