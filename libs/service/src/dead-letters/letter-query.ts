import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBase64, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageCursor, PageLimit } from '../paging/page-fields.js';

export const LETTER_STATES = ['open', 'redriven'] as const;
/** Letters that one call may redrive. */
export const MOST_LETTERS = 500;
/** Most bytes of a corrected value: Kafka takes records of up to a million. */
export const MOST_BYTES = 900_000;

class LetterFilter {
  @ApiPropertyOptional({ example: 'orders.inbound', description: 'Letters of this topic only' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9._-]{1,249}$/, { message: 'give the name of a topic, such as orders.inbound' })
  topic?: string;

  @ApiPropertyOptional({ example: 'UNDECODABLE', description: 'Letters with this code only' })
  @IsOptional()
  @Matches(/^[A-Z_]{1,64}$/, { message: 'give a code, such as UNDECODABLE' })
  code?: string;

  @PageCursor(4_000)
  cursor?: string;
}

/** Which letters, and how many. */
export class LetterQuery extends LetterFilter {
  @ApiPropertyOptional({ enum: LETTER_STATES, default: 'open' })
  @IsOptional()
  @IsIn(LETTER_STATES)
  state: (typeof LETTER_STATES)[number] = 'open';

  @PageLimit(200, 50)
  limit = 50;
}

/** Which letters to redrive, and how many at once. */
export class LetterRedriveQuery extends LetterFilter {
  @PageLimit(MOST_LETTERS, MOST_LETTERS)
  limit = MOST_LETTERS;
}

/** What goes back in a letter's place: nothing for its own bytes. */
export class CorrectionBody {
  @ApiPropertyOptional({ description: 'As text, sent as UTF-8' })
  @IsOptional()
  @IsString()
  @MaxLength(MOST_BYTES)
  value?: string;

  @ApiPropertyOptional({ description: 'As bytes; not together with "value"' })
  @IsOptional()
  @IsBase64()
  @MaxLength(2 * MOST_BYTES)
  valueBase64?: string;
}
