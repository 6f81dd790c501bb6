import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { DeadLetter } from './dead-letter.js';
import type { RedriveRow } from './redrive.store.js';

/** Characters of a letter that a list shows. */
const SHOWN = 200;

/** Where and why a record was buried. */
export class LetterView {
  @ApiProperty({ example: 'orders.inbound.dead-letters' })
  topic!: string;
  @ApiProperty()
  partition!: number;
  @ApiProperty({ example: '17' })
  offset!: string;
  @ApiProperty({ format: 'date-time' })
  buriedAt!: string;
  @ApiProperty({ example: 'orders.inbound/3/4711', description: 'Where the record lay' })
  source!: string;
  @ApiProperty({ example: 'UNDECODABLE' })
  code!: string;
  @ApiProperty()
  reason!: string;
  @ApiProperty()
  key!: string;
  @ApiProperty({ description: 'Length of the value' })
  bytes!: number;
  @ApiProperty({ description: 'The beginning of the value, read as UTF-8' })
  beginning!: string;
  @ApiPropertyOptional({ format: 'date-time' })
  redrivenAt?: string;
  @ApiPropertyOptional({ description: 'Name of the API key' })
  redrivenBy?: string;
  @ApiPropertyOptional({ description: 'Whether something else went back in its place' })
  corrected?: boolean;
}

/** A record as it was when it was buried. */
export class WholeLetterView extends LetterView {
  @ApiProperty({ type: Object, description: 'The headers that it came with' })
  headers!: Record<string, string>;
  @ApiProperty({ description: 'Its value, read as UTF-8' })
  value!: string;
  @ApiProperty({ description: 'Its value, exactly' })
  valueBase64!: string;
  @ApiProperty()
  stack!: string;
}

/** One page of letters. */
export class LetterPageView {
  @ApiProperty({ type: [LetterView] })
  items!: LetterView[];
  @ApiProperty({ type: String, nullable: true, description: 'A page may have fewer items than asked for and go on' })
  next!: string | null;
}

/** What came of redriving a letter. */
export class LetterRedriveView {
  @ApiProperty()
  topic!: string;
  @ApiProperty()
  partition!: number;
  @ApiProperty()
  offset!: string;
  @ApiProperty({ enum: ['redriven', 'redriven-before'] })
  result!: string;
}

/** What came of many. */
export class LetterRedrivePageView {
  @ApiProperty({ type: [LetterRedriveView], description: 'Of each partition the oldest first, as they go back' })
  results!: LetterRedriveView[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as "cursor" to go on' })
  next!: string | null;
}

/** Shows a letter, and how it was redriven. */
export function letterView(letter: DeadLetter, mark: RedriveRow | undefined): LetterView {
  const { place, source, buriedAt, code, reason, key, value } = letter;
  const beginning = value
    .subarray(0, 4 * SHOWN)
    .toString('utf8')
    .slice(0, SHOWN);
  return {
    ...place,
    buriedAt: new Date(buriedAt).toISOString(),
    source: `${source.topic}/${source.partition}/${source.offset}`,
    ...{ code, reason, key, bytes: value.length, beginning },
    ...(mark && {
      redrivenAt: mark.redriven_at.toISOString(),
      redrivenBy: mark.redriven_by,
      corrected: mark.corrected,
    }),
  };
}

/** Shows all of a letter. */
export function wholeLetterView(letter: DeadLetter, mark: RedriveRow | undefined): WholeLetterView {
  const { headers, value, stack } = letter;
  const bytes = { value: value.toString('utf8'), valueBase64: value.toString('base64') };
  return { ...letterView(letter, mark), headers, ...bytes, stack };
}
