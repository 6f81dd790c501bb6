import {
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Query,
  StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { TellInLanguage } from '../problems/tell-in-language.js';
import { streamDifferences } from './differences-csv.js';
import { DifferencesQuery, RebuildsQuery } from './rebuild-requests.js';
import { differenceOf, DifferencesResponse, RebuildResponse, RebuildsResponse, toldOf } from './rebuild-responses.js';
import { RebuildJobs } from './rebuild-jobs.js';
import type { RebuildRow } from './rebuild.store.js';
import { Rebuilds, type RebuildWish } from './rebuilds.js';

/** Rebuilds of the whole service's state from the log, beside the live one, for those who operate it. */
@ApiTags('rebuilds')
@UseInterceptors(TellInLanguage)
@ApiExtraModels(DifferencesResponse)
@Roles('admin', 'ops')
@Controller('v1/rebuilds')
export class RebuildsController {
  constructor(
    private readonly rebuilds: Rebuilds,
    private readonly jobs: RebuildJobs,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Begins to rebuild the state of all tenants from the log; the service goes on working' })
  @ApiAcceptedResponse({ type: RebuildResponse })
  async begin(@Caller() { name }: CallerIdentity): Promise<RebuildResponse> {
    const row = await this.rebuilds.begin(name);
    this.jobs.wake();
    return toldOf(row, []);
  }

  @Get()
  @ApiOperation({ summary: 'The rebuilds, newest first' })
  @ApiOkResponse({ type: RebuildsResponse })
  async list(@Caller() caller: CallerIdentity, @Query() { cursor, limit }: RebuildsQuery): Promise<RebuildsResponse> {
    const { rows, next } = await this.rebuilds.page(cursor, limit);
    return { items: await Promise.all(rows.map((row) => this.tell(row, caller))), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far a rebuild is, and how much differs' })
  @ApiOkResponse({ type: RebuildResponse })
  async read(@Caller() caller: CallerIdentity, @Param('id', ParseIntPipe) id: number): Promise<RebuildResponse> {
    return this.tell(await this.rebuilds.read(id), caller);
  }

  @Get(':id/differences')
  @ApiOperation({
    summary:
      "The rows of the caller's tenant that differ, at most 1,000 of a table and kind. `Accept: text/csv` gives all as CSV",
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(DifferencesResponse) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async differences(
    @Caller() { tenant }: CallerIdentity,
    @Param('id', ParseIntPipe) id: number,
    @Query() query: DifferencesQuery,
    @Headers('accept') accepted?: string,
  ): Promise<DifferencesResponse | StreamableFile> {
    if (accepted?.includes('text/csv')) {
      await this.rebuilds.read(id);
      const page = (cursor: string | undefined) =>
        this.rebuilds.differences(id, tenant, { cursor, limit: 1_000, basis: query.basis });
      const disposition = `attachment; filename="rebuild-${id}.csv"`;
      return new StreamableFile(streamDifferences(page), { type: 'text/csv; charset=utf-8', disposition });
    }
    const { rows, next } = await this.rebuilds.differences(id, tenant, query);
    return { items: rows.map(differenceOf), next };
  }

  @Post(':id/stop')
  @HttpCode(202)
  @ApiOperation({ summary: 'Stops a rebuild where it is' })
  @ApiAcceptedResponse({ type: RebuildResponse })
  stop(@Caller() caller: CallerIdentity, @Param('id', ParseIntPipe) id: number): Promise<RebuildResponse> {
    return this.ask(id, 'stop', caller);
  }

  @Post(':id/resume')
  @HttpCode(202)
  @ApiOperation({
    summary:
      'Goes on with a rebuild that was stopped or failed; brings one that is ready up to date and compares again',
  })
  @ApiAcceptedResponse({ type: RebuildResponse })
  resume(@Caller() caller: CallerIdentity, @Param('id', ParseIntPipe) id: number): Promise<RebuildResponse> {
    return this.ask(id, 'resume', caller);
  }

  @Post(':id/switch')
  @HttpCode(202)
  @ApiOperation({ summary: 'Puts the rebuilt state in place of the live one, which is kept; publishes nothing' })
  @ApiAcceptedResponse({ type: RebuildResponse })
  switch(@Caller() caller: CallerIdentity, @Param('id', ParseIntPipe) id: number): Promise<RebuildResponse> {
    return this.ask(id, 'switch', caller);
  }

  @Post(':id/switch-back')
  @HttpCode(202)
  @ApiOperation({ summary: 'Brings the former state up to date and puts it back in its place' })
  @ApiAcceptedResponse({ type: RebuildResponse })
  switchBack(@Caller() caller: CallerIdentity, @Param('id', ParseIntPipe) id: number): Promise<RebuildResponse> {
    return this.ask(id, 'switch-back', caller);
  }

  @Delete(':id')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ends a rebuild and drops its tables: the rebuilt ones, or after a switch the former ones' })
  @ApiAcceptedResponse({ type: RebuildResponse })
  discard(@Caller() caller: CallerIdentity, @Param('id', ParseIntPipe) id: number): Promise<RebuildResponse> {
    return this.ask(id, 'discard', caller);
  }

  private async ask(id: number, wish: RebuildWish, caller: CallerIdentity): Promise<RebuildResponse> {
    const row = await this.rebuilds.ask(id, wish);
    this.jobs.wake();
    return this.tell(row, caller);
  }

  private async tell(row: RebuildRow, { tenant }: CallerIdentity): Promise<RebuildResponse> {
    return toldOf(row, await this.rebuilds.counts(row.id, tenant));
  }
}
