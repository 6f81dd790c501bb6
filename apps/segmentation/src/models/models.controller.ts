import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { ModelsQuery } from './model-query.js';
import { ModelReader } from './model-reader.js';
import { ModelResponse, ModelsResponse } from './model-responses.js';

/** The models by which a tenant's customers are judged. */
@ApiTags('models')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly reader: ModelReader) {}

  @Get()
  @ApiOperation({ summary: 'The models, newest first: parameters, and why one is not used' })
  @ApiOkResponse({ type: ModelsResponse })
  list(@Caller() { tenant }: CallerIdentity, @Query() page: ModelsQuery): Promise<ModelsResponse> {
    return this.reader.list(tenant, page);
  }

  @Get(':version')
  @ApiOperation({ summary: 'A model by its version, or the newest as "newest", with its training and holdout' })
  @ApiOkResponse({ type: ModelResponse })
  read(@Caller() { tenant }: CallerIdentity, @Param('version') version: string): Promise<ModelResponse> {
    return this.reader.read(tenant, version);
  }
}
