import { ApiPropertyOptional } from '@nestjs/swagger';
import { PageCursor, PageLimit } from '@orderweave/service';
import { IsIn, IsISO8601, IsOptional, IsString, Matches, MaxLength, NotContains } from 'class-validator';
import { ENTRY_STATES, type EntryState } from './quarantine-row.js';

const INSTANT = { message: 'give an ISO 8601 instant with its offset, such as 2026-03-01T00:00:00+08:00' };

/** Entries that one call may redrive. */
export const MOST_REDRIVEN = 1_000;

/** Which entries. */
class EntryFilter {
  @ApiPropertyOptional({ description: 'Entries of this channel only' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  channel?: string;

  @ApiPropertyOptional({ description: 'Entries that broke this rule (the "code" of a fault), such as "format"' })
  @IsOptional()
  @Matches(/^[a-z-]{1,64}$/, { message: 'give the code of a fault, such as "format"' })
  code?: string;

  @ApiPropertyOptional({ example: '2026-03-01T00:00:00+08:00', description: 'Received at this instant or later' })
  @IsOptional()
  @IsISO8601({ strict: true }, INSTANT)
  @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/, INSTANT)
  since?: string;

  @ApiPropertyOptional({ example: '2026-03-02T00:00:00+08:00', description: 'Received before this instant' })
  @IsOptional()
  @IsISO8601({ strict: true }, INSTANT)
  @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/, INSTANT)
  until?: string;

  @PageCursor(500)
  cursor?: string;
}

/** Which entries, and how many. */
export class QuarantineQuery extends EntryFilter {
  @ApiPropertyOptional({ enum: ENTRY_STATES, default: 'open' })
  @IsOptional()
  @IsIn(ENTRY_STATES)
  state: EntryState = 'open';

  @PageLimit(500, 50)
  limit = 50;
}

/** Which open entries to redrive, and how many at once. */
export class RedriveQuery extends EntryFilter {
  @PageLimit(MOST_REDRIVEN, MOST_REDRIVEN)
  limit = MOST_REDRIVEN;
}

/** Why an entry is discarded. */
export class DiscardBody {
  @ApiPropertyOptional({ description: 'Why; kept in the audit', maxLength: 1000 })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  @NotContains('\u0000')
  note?: string;
}
