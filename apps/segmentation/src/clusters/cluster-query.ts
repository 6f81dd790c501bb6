import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';
import { PageCursor, PageLimit } from '@orderweave/service';

/** Which page of the versions. */
export class ClusterVersionsQuery {
  @ApiPropertyOptional({ type: Number, description: '"next" of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'give the number that the page before gave as "next"' })
  @Min(1)
  cursor?: number;

  @PageLimit(100, 20)
  limit = 20;
}

/** Which page of a cluster's customers. */
export class ClusterMembersQuery {
  @PageCursor()
  cursor?: string;

  @PageLimit(1000, 100)
  limit = 100;
}
