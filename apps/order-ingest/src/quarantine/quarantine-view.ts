import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Language, wordFault, type WordedFault } from '@orderweave/domain-ordering';
import { ENTRY_STATES, type DeedRow, type QuarantineRow } from './quarantine-row.js';
import type { RedriveResult } from './quarantine-redriver.js';

const RESULTS = ['accepted', 'duplicate', 'stale'] as const;

/** A fault in words. */
export class FaultView {
  @ApiProperty({ description: 'JSON pointer into the order' })
  field!: string;
  @ApiPropertyOptional({ type: Object, description: 'What stood there, cut to 200 characters' })
  value?: unknown;
  @ApiProperty({ type: String, description: "The rule's constant name" })
  code!: WordedFault['code'];
  @ApiProperty({ description: 'In words' })
  rule!: string;
  @ApiProperty({ description: 'The way out' })
  remedy!: string;
}

/** How an entry was closed. */
export class DeedView {
  @ApiProperty({ enum: ['redriven', 'discarded'] })
  state!: string;
  @ApiProperty({ format: 'date-time' })
  at!: string;
  @ApiProperty({ description: 'Name of the API key' })
  by!: string;
  @ApiPropertyOptional()
  note?: string;
  @ApiPropertyOptional({ example: 'shop/1001', description: 'The order that came of it' })
  order?: string;
  @ApiPropertyOptional({ enum: RESULTS, description: 'What the gate made of it' })
  result?: string;
  @ApiPropertyOptional({ description: 'SHA-256 of the corrected document that was taken in its place' })
  corrected?: string;
}

/** An entry as the API shows it. */
export class EntryView {
  @ApiProperty()
  id!: string;
  @ApiProperty({ type: String, nullable: true })
  channel!: string | null;
  @ApiProperty({ description: 'The way it came: http, kafka or import <job>' })
  source!: string;
  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;
  @ApiProperty({ description: 'How often the very same bytes were sent' })
  times!: number;
  @ApiProperty({ enum: ENTRY_STATES })
  state!: string;
  @ApiProperty({ description: 'Length of what was sent' })
  bytes!: number;
  @ApiProperty({ type: [FaultView] })
  faults!: FaultView[];
  @ApiPropertyOptional({ type: DeedView })
  closed?: DeedView;
}

/** An entry with what was sent. */
export class WholeEntryView extends EntryView {
  @ApiProperty({ description: 'What was sent, read as UTF-8' })
  payload!: string;
  @ApiProperty({ description: 'What was sent, exactly' })
  payloadBase64!: string;
}

/** One page of entries. */
export class EntryPageView {
  @ApiProperty({ type: [EntryView] })
  items!: EntryView[];
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** What came of redriving an entry. */
export class RedriveView {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: [...RESULTS, 'refused', 'closed'], description: 'closed: somebody had closed it before' })
  result!: string;
  @ApiPropertyOptional({ example: 'shop/1001' })
  order?: string;
  @ApiPropertyOptional({ type: Object })
  revision?: object;
  @ApiPropertyOptional({ description: 'Waits for an exchange rate' })
  unvalued?: boolean;
  @ApiPropertyOptional({ type: [FaultView] })
  faults?: FaultView[];
  @ApiPropertyOptional({ type: [FaultView] })
  warnings?: FaultView[];
}

/** What came of many. */
export class RedrivePageView {
  @ApiProperty({ type: [RedriveView], description: 'Newest first' })
  results!: RedriveView[];
  @ApiProperty({ description: 'Entries that an order came of' })
  redriven!: number;
  @ApiProperty({ description: 'Entries that stay open' })
  refused!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as "cursor" to go on' })
  next!: string | null;
}

/** Shows an entry in a language. */
export function entryView(row: QuarantineRow, language: Language): EntryView {
  const { id, channel, source, received_at, times, state, bytes, faults, deed } = row;
  const shown = { id, channel, source, receivedAt: received_at.toISOString(), times, state, bytes };
  return { ...shown, faults: wordAll(faults, language), ...(deed && { closed: deedView(deed) }) };
}

/** Shows what came of an entry in a language. */
export function redriveView({ faults, warnings, ...rest }: RedriveResult, language: Language): RedriveView {
  return {
    ...rest,
    ...(faults && { faults: wordAll(faults, language) }),
    ...(warnings && { warnings: wordAll(warnings, language) }),
  };
}

function deedView({ state, at, by, note, order, result, corrected }: DeedRow): DeedView {
  return {
    ...{ state, at: new Date(at).toISOString(), by },
    ...(note !== null && { note }),
    ...(order !== null && { order }),
    ...(result !== null && { result }),
    ...(corrected !== null && { corrected }),
  };
}

function wordAll(faults: QuarantineRow['faults'], language: Language): FaultView[] {
  return faults.map((fault) => wordFault(fault, language));
}
