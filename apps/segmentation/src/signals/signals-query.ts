import { ApiPropertyOptional } from '@nestjs/swagger';
import { SIGNALS, type SignalName } from '@orderweave/domain-segmentation';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageCursor, PageLimit } from '@orderweave/service';

/** Which signals are asked for. */
export class SignalsFilterQuery {
  @ApiPropertyOptional({ enum: SIGNALS })
  @IsOptional()
  @IsIn(SIGNALS, { message: `give one of ${SIGNALS.join(', ')}` })
  kind?: SignalName;

  @ApiPropertyOptional({ description: "Only this salesperson's customers" })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  owner?: string;
}

/** Which page of them. */
export class SignalsQuery extends SignalsFilterQuery {
  @PageCursor(2000)
  cursor?: string;

  @PageLimit(1000, 100)
  limit = 100;
}
