import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** The query of `GET /v1/models`. */
export class ModelsQuery {
  @ApiPropertyOptional({ type: Number, description: '"next" of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give the number that the page before gave as "next"' })
  @Min(1)
  cursor?: number;

  @ApiPropertyOptional({ type: Number, default: 50, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give a whole number' })
  @Min(1)
  @Max(500)
  limit = 50;
}
