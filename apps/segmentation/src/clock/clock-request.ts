import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, Matches, ValidateIf } from 'class-validator';

/** The body of `PUT /v1/clock`. */
export class ClockRequest {
  @ApiProperty({ enum: ['wall', 'manual'], description: 'wall: goes by itself; manual: moves only when told' })
  @IsIn(['wall', 'manual'], { message: 'give "wall" or "manual"' })
  mode!: 'wall' | 'manual';

  @ApiProperty({
    required: false,
    example: '2026-01-31T16:00:00Z',
    description: 'Needed for manual; ISO 8601 with offset',
  })
  @ValidateIf((request: ClockRequest) => request.mode === 'manual')
  @IsISO8601({ strict: true }, { message: 'give an ISO 8601 instant, such as 2026-01-31T16:00:00Z' })
  @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/, { message: 'give the time and its offset (Z or +08:00)' })
  now?: string;
}

/** A tenant's clock. */
export class ClockResponse {
  @ApiProperty({ enum: ['wall', 'manual'] })
  mode!: 'wall' | 'manual';

  @ApiProperty({ description: 'ISO 8601 in UTC' })
  now!: string;

  @ApiProperty({ description: 'The local day that it is, YYYY-MM-DD' })
  day!: string;
}
