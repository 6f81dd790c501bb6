import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { policySchema } from '@orderweave/domain-segmentation';
import { NewestFirstQuery, Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { WordingQuery } from '../problems/wording-query.js';
import { faultyPolicy, PolicyEditor } from './policy-editor.js';
import { PolicyReader } from './policy-reader.js';
import { DraftBody } from './policy-requests.js';
import {
  PoliciesResponse,
  PolicyAuditResponse,
  PolicyDiffResponse,
  PolicyResponse,
  ValidPolicyResponse,
} from './policy-responses.js';

/** By what a tenant's customers are judged: versions that are saved, compared and read. */
@ApiTags('policies')
@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly reader: PolicyReader,
    private readonly editor: PolicyEditor,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The versions, newest first: who saved them, when, and which is in force' })
  @ApiOkResponse({ type: PoliciesResponse })
  list(@Caller() { tenant }: CallerIdentity, @Query() page: NewestFirstQuery): Promise<PoliciesResponse> {
    return this.reader.list(tenant, page);
  }

  @Get('schema')
  @ApiOperation({ summary: 'The JSON Schema of a document' })
  schema(): object {
    return policySchema();
  }

  @Get('audit')
  @ApiOperation({ summary: 'Who did what with which version, newest first' })
  @ApiOkResponse({ type: PolicyAuditResponse })
  audit(@Caller() { tenant }: CallerIdentity, @Query() page: NewestFirstQuery): Promise<PolicyAuditResponse> {
    return this.reader.audit(tenant, page);
  }

  @Post()
  @Roles('admin', 'analyst')
  @ApiOperation({ summary: 'Saves a document as the next version; it is in force once it is activated' })
  @ApiCreatedResponse({ type: PolicyResponse })
  async save(
    @Caller() caller: CallerIdentity,
    @Body() body: DraftBody,
    @Query() _wording: WordingQuery,
  ): Promise<PolicyResponse> {
    const { version } = await this.editor.save(caller, body);
    return this.reader.read(caller.tenant, String(version));
  }

  @Post('validate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says what is wrong with a document, all at once, or how it reads when it is complete' })
  @ApiOkResponse({ type: ValidPolicyResponse })
  async validate(
    @Caller() { tenant }: CallerIdentity,
    @Body() body: DraftBody,
    @Query() _wording: WordingQuery,
  ): Promise<ValidPolicyResponse> {
    const { document, faults } = await this.editor.check(tenant, body);
    if (faults.length > 0) throw faultyPolicy(document, faults);
    return { valid: true, document };
  }

  @Get(':version')
  @ApiOperation({ summary: 'A version by its number, or the one in force as "active"' })
  @ApiOkResponse({ type: PolicyResponse })
  read(@Caller() { tenant }: CallerIdentity, @Param('version') version: string): Promise<PolicyResponse> {
    return this.reader.read(tenant, version);
  }

  @Get(':from/diff/:to')
  @ApiOperation({ summary: 'What changes from a version to another; either may be "active"' })
  @ApiOkResponse({ type: PolicyDiffResponse })
  diff(
    @Caller() { tenant }: CallerIdentity,
    @Param('from') from: string,
    @Param('to') to: string,
  ): Promise<PolicyDiffResponse> {
    return this.reader.diff(tenant, from, to);
  }
}
