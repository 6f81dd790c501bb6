import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Matches, Max, Min } from 'class-validator';

/** Where a letter lies. */
export class LetterPlaceParams {
  @ApiProperty({
    example: 'orders.inbound.dead-letters',
    description: 'The topic of the letter, or that of the record',
  })
  @Matches(/^[A-Za-z0-9._-]{1,249}$/)
  topic!: string;

  @ApiProperty({ type: Number })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000)
  partition!: number;

  @ApiProperty({ example: '17' })
  @Matches(/^\d{1,18}$/, { message: 'give the offset of a record' })
  offset!: string;
}
