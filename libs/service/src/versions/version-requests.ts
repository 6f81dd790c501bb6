import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** Why something is done with a versioned document. */
export class DeedBody {
  @ApiPropertyOptional({ description: 'Why; kept in the audit' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}

/** From when a version of a document is in force, and why. What "without it" means is the service's to say. */
export class ActivateBody extends DeedBody {
  @ApiPropertyOptional({ example: '2026-03-01T00:00:00+08:00', description: 'The moment from which it is in force' })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'give an ISO 8601 instant, such as 2026-03-01T00:00:00+08:00' })
  @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/, { message: 'give the time and its offset (Z or +08:00)' })
  at?: string;
}

/** The moment that it names, epoch milliseconds; undefined without one. */
export function instantOf(body: ActivateBody | undefined): number | undefined {
  return body?.at === undefined ? undefined : Date.parse(body.at);
}
