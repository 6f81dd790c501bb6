import { Body, Controller, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { namedRules } from '@orderweave/domain-notification';
import { ActivateBody, Caller, DeedBody, instantOf, Roles, type CallerIdentity } from '@orderweave/service';
import { chosenLocale } from '../../alerts/chosen-locale.js';
import { RuleTrial } from '../dry-run/dry-run-response.js';
import { RuleDryRun } from '../dry-run/rule-dry-run.js';
import { RuleActivator, type Activated } from './rule-activator.js';
import { faultyRules, RuleEditor } from './rule-editor.js';
import { RuleReader } from './rule-reader.js';
import { RulesBody, WordingQuery } from './rule-requests.js';
import { RuleActivationView, WithdrawnRules } from './rule-responses.js';

/** Which rules are in force, from when on, and what others would have raised. */
@ApiTags('rules')
@ApiBearerAuth()
@Roles('admin', 'manager', 'analyst')
@Controller('v1/rules')
export class RuleActivationsController {
  constructor(
    private readonly activator: RuleActivator,
    private readonly reader: RuleReader,
    private readonly editor: RuleEditor,
    private readonly trials: RuleDryRun,
  ) {}

  @Post('dry-run')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says what a document, which is not saved, would have raised in the last 90 days' })
  @ApiOkResponse({ type: RuleTrial })
  async tryDraft(
    @Caller() { tenant }: CallerIdentity,
    @Body() body: RulesBody,
    @Query() { locale }: WordingQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<RuleTrial> {
    const words = chosenLocale(locale, languages);
    const { document, faults } = await this.editor.check(tenant, body, words);
    if (faults.length > 0) throw faultyRules(faults, words);
    return this.trials.run({ tenant, version: null, policy: namedRules(0, document) }, words);
  }

  @Post('rollback')
  @HttpCode(200)
  @ApiOperation({ summary: 'Activates anew the version that was in force before the present one' })
  @ApiOkResponse({ type: RuleActivationView })
  async rollBack(@Caller() caller: CallerIdentity, @Body() body?: ActivateBody): Promise<RuleActivationView> {
    return viewOf(await this.activator.rollBack(caller, { at: instantOf(body), note: body?.note }));
  }

  @Post(':version/dry-run')
  @HttpCode(200)
  @ApiOperation({ summary: 'Says what a version would have raised in the last 90 days, beside the one in force' })
  @ApiOkResponse({ type: RuleTrial })
  async tryOut(
    @Caller() { tenant }: CallerIdentity,
    @Param('version') named: string,
    @Query() { locale }: WordingQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<RuleTrial> {
    const { version, document } = await this.reader.find(tenant, named);
    const policy = namedRules(version, document);
    return this.trials.run({ tenant, version, policy }, chosenLocale(locale, languages));
  }

  @Post(':version/activate')
  @HttpCode(200)
  @ApiOperation({ summary: "Brings a version into force, at once or from a moment of the tenant's clock on" })
  @ApiOkResponse({ type: RuleActivationView })
  async activate(
    @Caller() caller: CallerIdentity,
    @Param('version') named: string,
    @Body() body?: ActivateBody,
  ): Promise<RuleActivationView> {
    const { version } = await this.reader.find(caller.tenant, named);
    return viewOf(await this.activator.activate(caller, { version, at: instantOf(body), note: body?.note }));
  }

  @Post(':version/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes back activations of a version that have not come yet' })
  @ApiOkResponse({ type: WithdrawnRules })
  async withdraw(
    @Caller() caller: CallerIdentity,
    @Param('version') named: string,
    @Body() body?: DeedBody,
  ): Promise<WithdrawnRules> {
    const { version } = await this.reader.find(caller.tenant, named);
    const moments = await this.activator.withdraw(caller, { version, note: body?.note });
    return { version, moments: moments.map((moment) => new Date(moment).toISOString()) };
  }
}

function viewOf({ version, from, unchanged, superseded }: Activated): RuleActivationView {
  return { version, from: new Date(from).toISOString(), unchanged, superseded };
}
