import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { chooseLanguage, type Language, wordFault, type WordedFault } from '@orderweave/domain-ordering';
import { Caller, type CallerIdentity, Problem, Roles } from '@orderweave/service';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IngestConfig } from '../config.js';
import { mayUse } from '../orders/judge-submission.js';
import { ColumnMapStore } from './column-map.store.js';
import { type ImportJob, type ImportProgress, NO_PROGRESS } from './import-job.js';
import { ImportJobStore } from './import-job.store.js';
import { ImportRunner } from './import-runner.js';
import { spoolUpload } from './spool-upload.js';

/** How a file is imported. */
export class ImportQuery {
  @ApiProperty({ description: 'Name of the column map, such as "online-retail" or "generic"' })
  @IsString()
  @MaxLength(64)
  map!: string;

  @ApiProperty({ required: false, enum: ['true', 'false'], description: 'Judge everything, change nothing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun = 'false';
}

/** An import as the API shows it. */
export interface ShownImport extends Pick<ImportJob, 'id' | 'dryRun' | 'state' | 'error'> {
  readonly map: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly progress: Omit<ImportProgress, 'samples'>;
  readonly refused: readonly { document: string; row: number; faults: readonly WordedFault[] }[];
}

/** Files of orders. */
@ApiTags('imports')
@Roles('admin', 'ops')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly config: IngestConfig,
    private readonly maps: ColumnMapStore,
    private readonly jobs: ImportJobStore,
    private readonly runner: ImportRunner,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiConsumes('text/csv', 'application/gzip')
  @ApiOperation({ summary: 'Import a CSV file, plain or gzip; answered once the file is here, then see its progress' })
  async start(
    @Query() { map: name, dryRun }: ImportQuery,
    @Body() upload: unknown,
    @Caller() caller: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<ShownImport> {
    if (!(upload instanceof Readable)) {
      const detail = 'Send the file itself as the body, with the content type text/csv or application/gzip.';
      throw new Problem({ status: 415, code: 'unsupported-media-type', title: 'A CSV file is needed', detail });
    }
    const map = await this.maps.get(caller.tenant, name);
    if (!map) throw await this.unknownMap(name, caller.tenant);
    const fixed = map.order.channel.column === undefined ? map.order.channel.value : undefined;
    if (fixed !== undefined && !mayUse(caller.channels, fixed)) {
      const detail = `The map "${name}" is for the channel "${fixed}", which the key "${caller.name}" may not use.`;
      throw new Problem({ status: 403, code: 'channel-not-allowed', title: 'Not allowed for this channel', detail });
    }
    const id = `i_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
    await spoolUpload(upload, this.runner.fileOf(id), this.config.importLimitBytes);
    const { tenant, channels } = caller;
    await this.jobs.add({ tenant, id, map, channels, dryRun: dryRun === 'true', progress: NO_PROGRESS });
    const job = await this.find(tenant, id);
    this.runner.start(job);
    return show(job, chooseLanguage(accepted));
  }

  @Get()
  @ApiOperation({ summary: 'The last hundred imports, newest first' })
  async list(
    @Caller() { tenant }: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<{ items: ShownImport[] }> {
    return { items: (await this.jobs.list(tenant)).map((job) => show(job, chooseLanguage(accepted))) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far an import is' })
  async get(
    @Param('id') id: string,
    @Caller() { tenant }: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<ShownImport> {
    return show(await this.find(tenant, id), chooseLanguage(accepted));
  }

  @Delete(':id')
  @HttpCode(202)
  @ApiOperation({ summary: 'Stop an import; what it took in until then stays' })
  async stop(
    @Param('id') id: string,
    @Caller() { tenant }: CallerIdentity,
    @Headers('accept-language') accepted?: string,
  ): Promise<ShownImport> {
    await this.find(tenant, id);
    await this.jobs.stop(tenant, id);
    this.runner.stop(id);
    return show(await this.find(tenant, id), chooseLanguage(accepted));
  }

  private async find(tenant: string, id: string): Promise<ImportJob> {
    const job = await this.jobs.get(tenant, id);
    if (job) return job;
    throw new Problem({
      status: 404,
      code: 'not-found',
      title: 'No such import',
      detail: `There is no import "${id}".`,
    });
  }

  private async unknownMap(name: string, tenant: string): Promise<Problem> {
    const names = (await this.maps.list(tenant)).map((map) => map.name).join(', ');
    const remedy = `use one of: ${names}; or PUT one of your own to /v1/column-maps/{name}`;
    const faults = [{ field: 'map', value: name, rule: 'is no column map', remedy }];
    return new Problem({ status: 422, code: 'unknown-map', title: 'No such column map', faults });
  }
}

function show(job: ImportJob, language: Language): ShownImport {
  const { id, map, dryRun, state, createdAt, finishedAt, error } = job;
  const { samples, ...progress } = job.progress;
  return {
    id,
    map: map.name,
    dryRun,
    state,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    progress,
    refused: samples.map(({ document, row, faults }) => ({
      document,
      row,
      faults: faults.map((fault) => wordFault(fault, language)),
    })),
    error,
  };
}
