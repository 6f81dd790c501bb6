import { Controller, Get, Headers, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Database } from '@orderweave/postgres';
import { Caller, decodeCursor, encodeCursor, type CallerIdentity } from '@orderweave/service';
import { personOf } from '../alerts/alert-inbox.js';
import { tenantNow } from '../rules/versions/rule-directory.js';
import { EntitlementPage, EntitlementsQuery, type EntitlementView } from './entitlement-view.js';
import { entitlementsOf, listEntitlements, type EntitlementFilter, type HeldEntitlement } from './read-entitlements.js';
import { streamEntitlementsCsv } from './stream-entitlements-csv.js';

/** What customers are entitled to by the strategies of their tenant, for shops and people. */
@ApiTags('entitlements')
@ApiBearerAuth()
@ApiExtraModels(EntitlementPage)
@Controller('v1')
export class EntitlementsController {
  constructor(private readonly database: Database) {}

  @Get('entitlements')
  @ApiOperation({
    summary: 'Entitlements by customer; a rep gets those of own customers. `Accept: text/csv` gives all pages as CSV',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(EntitlementPage) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async list(
    @Caller() caller: CallerIdentity,
    @Query() { kind, active, cursor, limit }: EntitlementsQuery,
    @Headers('accept') accepted?: string,
  ): Promise<EntitlementPage | StreamableFile> {
    const filter: EntitlementFilter = { ...(await this.scopeOf(caller)), kind, active };
    if (accepted?.includes('text/csv')) {
      const disposition = 'attachment; filename="entitlements.csv"';
      const type = 'text/csv; charset=utf-8';
      return new StreamableFile(streamEntitlementsCsv(this.database, filter), { type, disposition });
    }
    const [customerId, strategy, of] = cursor ? decodeCursor(cursor, 3).map(String) : ['', '', ''];
    const after = { customerId: customerId!, strategy: strategy!, kind: of! };
    const rows = await listEntitlements(this.database, filter, limit + 1, after);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last ? encodeCursor([last.customerId, last.strategy, last.kind]) : null;
    return { items: page.map(viewOf), next };
  }

  @Get('customers/:id/entitlements')
  @ApiOperation({ summary: 'What a customer is, or was, entitled to; nothing for a customer of another rep' })
  @ApiOkResponse({ type: EntitlementPage })
  async ofCustomer(@Caller() caller: CallerIdentity, @Param('id') id: string): Promise<EntitlementPage> {
    const rows = await entitlementsOf(this.database, id, await this.scopeOf(caller));
    return { items: rows.map(viewOf), next: null };
  }

  private async scopeOf(caller: CallerIdentity): Promise<Pick<EntitlementFilter, 'tenant' | 'owner' | 'now'>> {
    const { tenant } = caller;
    return { tenant, owner: personOf(caller), now: await tenantNow(this.database, tenant, Date.now()) };
  }
}

function viewOf(row: HeldEntitlement): EntitlementView {
  const { customerId, kind, strategy, active, since, until, endedAt, detail, state, value, rulesVersion } = row;
  const moments = { since: since.toISOString(), until: until?.toISOString() ?? null };
  const ended = endedAt?.toISOString() ?? null;
  return { customerId, kind, strategy, active, ...moments, endedAt: ended, detail, state, value, rulesVersion };
}
