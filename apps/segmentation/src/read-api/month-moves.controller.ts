import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { BoundariesQuery, BoundariesResponse } from './month-boundaries-response.js';
import { MigrationQuery, MigrationResponse } from './month-migration-response.js';
import { MonthMovesReader } from './month-moves-reader.js';

/** Who moves between the tiers of months. */
@ApiTags('months')
@Controller('v1/months')
export class MonthMovesController {
  constructor(private readonly moves: MonthMovesReader) {}

  @Get(':month/migration')
  @ApiOperation({ summary: 'How many customers went from which tier to which since another month, and their money' })
  @ApiOkResponse({ type: MigrationResponse })
  migration(
    @Caller() { tenant }: CallerIdentity,
    @Param('month') month: string,
    @Query() query: MigrationQuery,
  ): Promise<MigrationResponse> {
    return this.moves.migration(tenant, month, query);
  }

  @Get(':month/boundaries')
  @ApiOperation({ summary: 'Who stands next to the boundaries of A and B, and by how much; a rep gets own customers' })
  @ApiOkResponse({ type: BoundariesResponse })
  boundaries(
    @Caller() { tenant, role, name }: CallerIdentity,
    @Param('month') month: string,
    @Query() { limit }: BoundariesQuery,
  ): Promise<BoundariesResponse> {
    return this.moves.boundaries({ tenant, month, limit, owner: role === 'rep' ? name : null });
  }
}
