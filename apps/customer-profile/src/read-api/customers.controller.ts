import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, type CallerIdentity, decodeCursor, encodeCursor, PageCursor, Problem } from '@orderweave/service';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { FIND_CUSTOMER, LIST, LIST_BY_IDENTIFIER, RESOLVE, TIMELINE } from './customer-queries.js';
import { CustomerSummary, CustomerView, type FeedbackEntry, type TimelineEntry } from './customer-view.js';

/** A page of something. */
export class PageQuery {
  @PageCursor()
  cursor?: string;

  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;
}

/** Which customers to list. */
export class CustomersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'As normalised', example: 'email:a@b.com' })
  @IsOptional()
  @Matches(/^[a-z][a-z-]*:.+/, { message: 'identifier must be <kind>:<value>, such as email:a@b.com' })
  @MaxLength(400)
  identifier?: string;
}

/** Customers, each with its timeline. A rep sees own customers: those whose owner is the key's name. */
@ApiTags('customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(private readonly database: Database) {}

  @Get()
  @ApiOperation({ summary: 'Customers by id, or those of one identifier' })
  @ApiOkResponse({ type: [CustomerSummary] })
  async list(@Caller() caller: CallerIdentity, @Query() query: CustomersQuery) {
    const { identifier, limit } = query;
    const after = query.cursor === undefined ? '' : String(decodeCursor(query.cursor, 1)[0]);
    const values = [caller.tenant, after, limit + 1, ...(identifier === undefined ? [] : [identifier])];
    const text = identifier === undefined ? LIST : LIST_BY_IDENTIFIER;
    const rows = await this.database.query<{ id: string; found: CustomerSummary }>(text, values);
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? encodeCursor([page.at(-1)?.id]) : null;
    return { items: page.map(({ found }) => found).filter((one) => maySee(caller, one)), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A customer with identifiers, totals, contact points and timeline (newest first)' })
  @ApiOkResponse({ type: CustomerView })
  async get(
    @Caller() caller: CallerIdentity,
    @Param('id') asked: string,
    @Query() query: PageQuery,
  ): Promise<CustomerView> {
    const [resolved] = await this.database.query<{ id: string }>(RESOLVE, [caller.tenant, asked]);
    const id = resolved?.id;
    const rows = id ? await this.database.query<{ found: CustomerView }>(FIND_CUSTOMER, [caller.tenant, id]) : [];
    const found = rows[0]?.found;
    if (!id || !found || !maySee(caller, found)) {
      const detail = `There is no customer "${asked}".`;
      throw new Problem({ status: 404, code: 'customer-not-found', title: 'No such customer', detail });
    }
    const page = await this.timeline(caller.tenant, id, query);
    return { ...(id !== asked && { askedFor: asked }), ...found, ...page };
  }

  private async timeline(tenant: string, id: string, { cursor, limit }: PageQuery) {
    const [at = null, key = null] = cursor === undefined ? [] : decodeCursor(cursor, 2);
    const values = [tenant, id, at, key, limit + 1];
    const rows = await this.database.query<{ key: string; at: string; entry: TimelineEntry | FeedbackEntry }>(
      TIMELINE,
      values,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      timeline: page.map(({ entry }) => entry),
      next: rows.length > limit && last ? encodeCursor([last.at, last.key]) : null,
    };
  }
}

function maySee({ role, name }: CallerIdentity, customer: CustomerSummary): boolean {
  return role !== 'rep' || customer.owner === name;
}
