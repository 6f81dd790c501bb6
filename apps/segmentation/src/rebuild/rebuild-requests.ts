import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Which page of the rebuilds. */
export class RebuildsQuery {
  @ApiPropertyOptional({ description: 'The "next" of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 1000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit = 100;
}

/** Which page of the rows that differ. */
export class DifferencesQuery extends RebuildsQuery {
  @ApiPropertyOptional({
    enum: ['state', 'history'],
    description:
      'state: what the log decides; history: what was published at the time and stays, beside what it would be now',
  })
  @IsOptional()
  @IsIn(['state', 'history'], { message: 'give "state" or "history"' })
  basis?: 'state' | 'history';
}
