import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { chooseLanguage, type Language, wordFault, type WordedFault } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { Caller, type CallerIdentity, decodeCursor, encodeCursor, Problem, Roles } from '@orderweave/service';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { mayUse } from '../orders/judge-submission.js';
import { type QuarantineRow, QuarantineStore } from './quarantine.store.js';

/** Which entries, and how many. */
export class QuarantineQuery {
  @ApiProperty({ required: false, description: 'Entries of this channel only' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  channel?: string;

  @ApiProperty({ required: false, description: '"next" of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiProperty({ required: false, default: 50, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;
}

/** An entry as the API shows it. */
export interface QuarantineEntry {
  readonly id: string;
  readonly channel: string | null;
  readonly source: string;
  readonly receivedAt: string;
  readonly times: number;
  readonly state: string;
  readonly faults: readonly WordedFault[];
}

/** Orders that were refused: with what was wrong, and the bytes that were sent. */
@ApiTags('quarantine')
@Roles('admin', 'ops')
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly database: Database,
    private readonly store: QuarantineStore,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Refused orders, newest first' })
  async list(
    @Query() { channel, cursor, limit }: QuarantineQuery,
    @Caller() { tenant, channels }: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<{ items: QuarantineEntry[]; next: string | null }> {
    const open = channels.includes('*') ? undefined : channels;
    const wanted = channel === undefined ? open : mayUse(channels, channel) ? [channel] : [];
    const after = cursor === undefined ? undefined : positionOf(cursor);
    const rows = await this.store.list(this.database, { tenant, channels: wanted, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? encodeCursor([last.received_at.toISOString(), last.id]) : null;
    return { items: page.map((row) => entryOf(row, chooseLanguage(accepted))), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A refused order with what was sent: as text, and exactly, in base64' })
  async get(
    @Param('id') id: string,
    @Caller() { tenant, channels }: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<QuarantineEntry & { payload: string; payloadBase64: string }> {
    const row = await this.store.get(this.database, tenant, id);
    const visible = row && (row.channel === null ? channels.includes('*') : mayUse(channels, row.channel));
    if (!visible) {
      const detail = 'There is no entry with this id that this key may see.';
      throw new Problem({ status: 404, code: 'not-found', title: 'Not in quarantine', detail });
    }
    const { payload } = row;
    const entry = entryOf(row, chooseLanguage(accepted));
    return { ...entry, payload: payload.toString('utf8'), payloadBase64: payload.toString('base64') };
  }
}

function positionOf(cursor: string): [string, string] {
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string') return [at, id];
  throw new Problem({ status: 400, code: 'invalid-cursor', title: 'The cursor cannot be read' });
}

function entryOf(row: QuarantineRow, language: Language): QuarantineEntry {
  const { id, channel, source, received_at, times, state, faults } = row;
  const worded = faults.map((fault) => wordFault(fault, language));
  return { id, channel, source, receivedAt: received_at.toISOString(), times, state, faults: worded };
}
