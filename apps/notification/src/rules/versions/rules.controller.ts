import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RuleDocument } from '@orderweave/domain-notification';
import { NewestFirstQuery, Caller, Roles, type CallerIdentity } from '@orderweave/service';
import { chosenLocale } from '../../alerts/chosen-locale.js';
import { faultyRules, RuleEditor } from './rule-editor.js';
import { RuleReader } from './rule-reader.js';
import { RulesBody, WordingQuery } from './rule-requests.js';
import { RuleAuditPage, RuleDiff, RuleVersionPage, RuleVersionView, ValidRules } from './rule-responses.js';

/** By what a tenant's alerts are raised and what its customers are entitled to: versions that are saved, compared and read. */
@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
export class RulesController {
  constructor(
    private readonly reader: RuleReader,
    private readonly editor: RuleEditor,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The versions, newest first: who saved them, when, and which is in force' })
  @ApiOkResponse({ type: RuleVersionPage })
  list(@Caller() { tenant }: CallerIdentity, @Query() page: NewestFirstQuery): Promise<RuleVersionPage> {
    return this.reader.list(tenant, page);
  }

  @Get('schema')
  @ApiOperation({ summary: 'The JSON Schema of a document' })
  schema(): object {
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    return { $schema, title: 'Rules', ...(JSON.parse(JSON.stringify(RuleDocument)) as object) };
  }

  @Get('audit')
  @Roles('admin', 'ops', 'manager', 'analyst')
  @ApiOperation({ summary: 'Who did what with which version, newest first' })
  @ApiOkResponse({ type: RuleAuditPage })
  audit(@Caller() { tenant }: CallerIdentity, @Query() page: NewestFirstQuery): Promise<RuleAuditPage> {
    return this.reader.audit(tenant, page);
  }

  @Post()
  @Roles('admin', 'manager', 'analyst')
  @ApiOperation({ summary: 'Saves a document as the next version; it is in force once it is activated' })
  @ApiCreatedResponse({ type: RuleVersionView })
  async save(
    @Caller() caller: CallerIdentity,
    @Body() body: RulesBody,
    @Query() { locale }: WordingQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<RuleVersionView> {
    const { version } = await this.editor.save(caller, body, chosenLocale(locale, languages));
    return this.reader.read(caller.tenant, String(version));
  }

  @Post('validate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says what is wrong with a document, all at once, or how it reads when it is complete' })
  @ApiOkResponse({ type: ValidRules })
  async validate(
    @Caller() { tenant }: CallerIdentity,
    @Body() body: RulesBody,
    @Query() { locale }: WordingQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<ValidRules> {
    const words = chosenLocale(locale, languages);
    const { document, faults } = await this.editor.check(tenant, body, words);
    if (faults.length > 0) throw faultyRules(faults, words);
    return { valid: true, document };
  }

  @Get(':version')
  @ApiOperation({ summary: 'A version by its number, the one in force as "active", the default one as "default"' })
  @ApiOkResponse({ type: RuleVersionView })
  read(@Caller() { tenant }: CallerIdentity, @Param('version') version: string): Promise<RuleVersionView> {
    return this.reader.read(tenant, version);
  }

  @Get(':from/diff/:to')
  @ApiOperation({ summary: 'What changes from a version to another; either may be "active" or "default"' })
  @ApiOkResponse({ type: RuleDiff })
  diff(@Caller() { tenant }: CallerIdentity, @Param('from') from: string, @Param('to') to: string): Promise<RuleDiff> {
    return this.reader.diff(tenant, from, to);
  }
}
