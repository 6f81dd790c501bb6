import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageCursor, PageLimit } from '@orderweave/service';

/** Which page of the rebuilds. */
export class RebuildsQuery {
  @PageCursor()
  cursor?: string;

  @PageLimit(1000, 100)
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
