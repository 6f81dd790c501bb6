import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Which page of the versions. */
export class ClusterVersionsQuery {
  @ApiPropertyOptional({ type: Number, description: '"next" of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give the number that the page before gave as "next"' })
  @Min(1)
  cursor?: number;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 20;
}

/** Which page of a cluster's customers. */
export class ClusterMembersQuery {
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
