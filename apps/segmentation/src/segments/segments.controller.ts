import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EXAMPLE_SEGMENTS, SegmentConditionSchema, type ExampleSegment } from '@orderweave/domain-segmentation';
import { Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { WordingQuery } from '../problems/wording-query.js';
import { SegmentEditor } from './segment-editor.js';
import { SegmentJobs } from './segment-jobs.js';
import { SegmentReader } from './segment-reader.js';
import { CountSegmentBody, ReplaceSegmentBody, SegmentBody, SegmentMembersQuery } from './segment-requests.js';
import {
  SegmentCountResponse,
  SegmentMembersResponse,
  SegmentResponse,
  SegmentsResponse,
  SegmentVersionsResponse,
} from './segment-responses.js';

/** Segments of one's own: who is in them follows from a condition, at every change and by itself as time passes. */
@ApiTags('segments')
@Controller('v1/segments')
export class SegmentsController {
  constructor(
    private readonly reader: SegmentReader,
    private readonly editor: SegmentEditor,
    private readonly jobs: SegmentJobs,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The segments, each with the number of customers in it' })
  @ApiOkResponse({ type: SegmentsResponse })
  async list(@Caller() { tenant }: CallerIdentity): Promise<SegmentsResponse> {
    return { items: await this.reader.list(tenant) };
  }

  @Get('schema')
  @ApiOperation({ summary: 'The JSON Schema of a condition' })
  schema(): object {
    return SegmentConditionSchema;
  }

  @Get('examples')
  @ApiOperation({ summary: 'Segments to start from: by geography, industry, company size, behaviour and value' })
  examples(): { items: readonly ExampleSegment[] } {
    return { items: EXAMPLE_SEGMENTS };
  }

  @Post('count')
  @HttpCode(200)
  @Roles('admin', 'analyst', 'manager')
  @ApiOperation({ summary: 'How many customers would be in a segment now; saves nothing' })
  @ApiOkResponse({ type: SegmentCountResponse })
  count(
    @Caller() { tenant }: CallerIdentity,
    @Body() { condition }: CountSegmentBody,
    @Query() _wording: WordingQuery,
  ): Promise<SegmentCountResponse> {
    return this.reader.count(tenant, this.editor.check(condition));
  }

  @Post()
  @Roles('admin', 'analyst', 'manager')
  @ApiOperation({ summary: 'Saves a segment; all customers are then judged by it' })
  @ApiCreatedResponse({ type: SegmentResponse })
  async create(
    @Caller() caller: CallerIdentity,
    @Body() body: SegmentBody,
    @Query() _wording: WordingQuery,
  ): Promise<SegmentResponse> {
    const { segment_id: id } = await this.editor.create(caller, body);
    this.jobs.wake();
    return this.reader.read(caller.tenant, id);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A segment' })
  @ApiOkResponse({ type: SegmentResponse })
  read(@Caller() { tenant }: CallerIdentity, @Param('id') id: string): Promise<SegmentResponse> {
    return this.reader.read(tenant, id);
  }

  @Get(':id/versions')
  @ApiOperation({ summary: 'Its versions, newest first: who changed it, and when' })
  @ApiOkResponse({ type: SegmentVersionsResponse })
  versions(@Caller() { tenant }: CallerIdentity, @Param('id') id: string): Promise<SegmentVersionsResponse> {
    return this.reader.versions(tenant, id);
  }

  @Put(':id')
  @Roles('admin', 'analyst', 'manager')
  @ApiOperation({ summary: 'Puts another version in its place; all customers are then judged by that' })
  @ApiOkResponse({ type: SegmentResponse })
  async replace(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body() body: ReplaceSegmentBody,
    @Query() _wording: WordingQuery,
  ): Promise<SegmentResponse> {
    await this.editor.replace(caller, id, body);
    this.jobs.wake();
    return this.reader.read(caller.tenant, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('admin', 'analyst', 'manager')
  @ApiOperation({ summary: 'Ends a segment; nobody is told that customers left it' })
  @ApiNoContentResponse()
  async end(@Caller() { tenant }: CallerIdentity, @Param('id') id: string): Promise<void> {
    await this.editor.end(tenant, id);
  }

  @Get(':id/members')
  @ApiOperation({ summary: 'The customers in a segment, by id; a rep sees own customers' })
  @ApiOkResponse({ type: SegmentMembersResponse })
  members(
    @Caller() { tenant, role, name }: CallerIdentity,
    @Param('id') id: string,
    @Query() query: SegmentMembersQuery,
  ): Promise<SegmentMembersResponse> {
    return this.reader.members(tenant, id, { ...query, owner: role === 'rep' ? name : null });
  }
}
