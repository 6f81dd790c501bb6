import { ApiPropertyOptional } from '@nestjs/swagger';
import { SIGNALS, type SignalName } from '@orderweave/domain-segmentation';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

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
  @ApiPropertyOptional({ description: 'The "next" of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 1000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit = 100;
}
