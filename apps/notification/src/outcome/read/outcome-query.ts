import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PeriodQuery } from './period-query.js';
import { PageCursor, PageLimit } from '@orderweave/service';

/** `recovered`: an order came in time; `waiting`: the window is open; `not-recovered`: it is over; `none`: there is nothing to win back. */
export const OUTCOME_STATES = ['recovered', 'waiting', 'not-recovered', 'none'] as const;
export type OutcomeState = (typeof OUTCOME_STATES)[number];

/** Which outcomes; what is left out does not restrict. */
export class OutcomeSelection extends PeriodQuery {
  @ApiPropertyOptional({ description: 'Id of a rule' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  rule?: string;

  @ApiPropertyOptional({ description: "Customers' owner; a rep sees own alerts only, whatever is asked" })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  owner?: string;

  @ApiPropertyOptional({ description: 'Customer id, also one that merged into another' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customer?: string;

  @ApiPropertyOptional({ enum: OUTCOME_STATES })
  @IsOptional()
  @IsIn(OUTCOME_STATES)
  outcome?: OutcomeState;

  @ApiPropertyOptional({ default: false, description: 'Those of customers who are held out, instead; not for reps' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  heldOut = false;
}

/** Which outcomes, and which page of them. */
export class OutcomeListQuery extends OutcomeSelection {
  @PageCursor(500)
  cursor?: string;

  @PageLimit(200, 50)
  limit = 50;
}
