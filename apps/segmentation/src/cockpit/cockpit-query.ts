import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const HOW = { message: 'give a month as YYYY-MM, such as 2026-01' };

/** Which months. */
export class CockpitQuery {
  @ApiPropertyOptional({ example: '2025-12', description: 'The first month; 11 months before "to" unless told' })
  @IsOptional()
  @Matches(MONTH, HOW)
  from?: string;

  @ApiPropertyOptional({ example: '2026-11', description: "The last month; that of the tenant's clock unless told" })
  @IsOptional()
  @Matches(MONTH, HOW)
  to?: string;
}
