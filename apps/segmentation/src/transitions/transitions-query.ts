import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transition, TRANSITION_KINDS } from '@orderweave/contracts';
import { SIGNALS, type SignalName } from '@orderweave/domain-segmentation';
import { PageCursor, PageLimit } from '@orderweave/service';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const CAUSES = Transition.properties.cause.properties.type.enum;

/** Which transitions are asked for. */
export class TransitionsQuery {
  @ApiPropertyOptional({ description: 'Id of a customer' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customer?: string;

  @ApiPropertyOptional({ enum: TRANSITION_KINDS })
  @IsOptional()
  @IsIn(TRANSITION_KINDS, { message: `give one of ${TRANSITION_KINDS.join(', ')}` })
  kind?: (typeof TRANSITION_KINDS)[number];

  @ApiPropertyOptional({ description: 'The state before, such as A, healthy or growing; "none" for none' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  from?: string;

  @ApiPropertyOptional({ description: 'The state after; "none" for none' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  to?: string;

  @ApiPropertyOptional({ enum: CAUSES })
  @IsOptional()
  @IsIn(CAUSES, { message: `give one of ${CAUSES.join(', ')}` })
  cause?: string;

  @ApiPropertyOptional({ enum: SIGNALS, description: 'Beginnings of this signal' })
  @IsOptional()
  @IsIn(SIGNALS, { message: `give one of ${SIGNALS.join(', ')}` })
  signal?: SignalName;

  @ApiPropertyOptional({ description: 'Ways into and out of this segment: its id, or its name' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  segment?: string;

  @ApiPropertyOptional({ description: 'First local day on which they became true, YYYY-MM-DD' })
  @IsOptional()
  @Matches(DAY, { message: 'give a day as YYYY-MM-DD, such as 2026-10-01' })
  since?: string;

  @ApiPropertyOptional({ description: 'Last local day, YYYY-MM-DD' })
  @IsOptional()
  @Matches(DAY, { message: 'give a day as YYYY-MM-DD, such as 2026-10-31' })
  until?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit(500, 100)
  limit = 100;
}
