import { Injectable } from '@nestjs/common';
import type { RuleDocument } from '@orderweave/domain-notification';
import { diffPolicies } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { readActivations, type RuleActivationRow } from './rule-activation.store.js';
import { readDeeds } from './rule-audit.store.js';
import { RuleDirectory, tenantNow } from './rule-directory.js';
import { RuleEditor, unknownRules } from './rule-editor.js';
import type {
  RuleAuditPage,
  RuleDiff,
  RuleVersionPage,
  RuleVersionSummary,
  RuleVersionView,
} from './rule-responses.js';
import { readVersion, readVersions, type RuleVersionHead } from './rule-version.store.js';

interface Page {
  readonly cursor?: number;
  readonly limit: number;
}
/** A tenant's activations, as of a moment of its clock. */
interface Schedule {
  readonly now: number;
  readonly activations: readonly RuleActivationRow[];
}

/** Answers what versions there are, what they say, and who did what with them. */
@Injectable()
export class RuleReader {
  constructor(
    private readonly database: Database,
    private readonly rules: RuleDirectory,
    private readonly editor: RuleEditor,
  ) {}

  /** A page of the versions, newest first; the default one has no row. */
  async list(tenant: string, { cursor: before = 2 ** 31 - 1, limit }: Page): Promise<RuleVersionPage> {
    const schedule = await this.scheduleOf(tenant);
    const rows = await readVersions(this.database, tenant, { before, limit });
    const next = rows.length === limit ? rows.at(-1)!.version : null;
    return { items: rows.map((row) => summaryOf(row, schedule)), next, active: activeOf(schedule) };
  }

  /** A version by its number, the one in force as `active`, the default one as `default`. Throws a `Problem` (404). */
  async read(tenant: string, named: string): Promise<RuleVersionView> {
    const { version, document } = await this.find(tenant, named);
    const row = version === 0 ? DEFAULT_HEAD : (await readVersion(this.database, tenant, version))!;
    return { ...summaryOf(row, await this.scheduleOf(tenant)), document };
  }

  /** What changes from a version to another. Throws a `Problem` (404). */
  async diff(tenant: string, from: string, to: string): Promise<RuleDiff> {
    const [before, after] = [await this.find(tenant, from), await this.find(tenant, to)];
    return { from: before.version, to: after.version, changes: diffPolicies(before.document, after.document) };
  }

  /** A page of the audit, newest first. */
  async audit(tenant: string, { cursor: before = Number.MAX_SAFE_INTEGER, limit }: Page): Promise<RuleAuditPage> {
    const rows = await readDeeds(this.database, tenant, { before, limit });
    const items = rows.map(({ from, at, ...deed }) => {
      return { ...deed, at: at.toISOString(), from: from?.toISOString() ?? null };
    });
    return { items, next: rows.length === limit ? rows.at(-1)!.id : null };
  }

  /** The number and the document of a version by its name. Throws a `Problem` (404). */
  async find(tenant: string, named: string): Promise<{ version: number; document: RuleDocument }> {
    const version =
      named === 'active'
        ? (await this.rules.inForce(this.database, tenant, Date.now())).number
        : named === 'default'
          ? 0
          : /^(0|[1-9]\d{0,8})$/.test(named)
            ? Number(named)
            : undefined;
    if (version === undefined) throw unknownRules(named.slice(0, 40));
    return { version, document: await this.editor.documentOf(this.database, tenant, version) };
  }

  private async scheduleOf(tenant: string): Promise<Schedule> {
    const now = await tenantNow(this.database, tenant, Date.now());
    return { now, activations: await readActivations(this.database, tenant) };
  }
}

const DEFAULT_HEAD: RuleVersionHead = { version: 0, note: null, created_by: 'environment', created_at: new Date(0) };

function activeOf({ now, activations }: Schedule): number {
  return activations.findLast(({ from }) => from <= now)?.version ?? 0;
}

function summaryOf({ version, note, created_by, created_at }: RuleVersionHead, schedule: Schedule): RuleVersionSummary {
  const { now, activations } = schedule;
  const own = activations.filter((one) => one.version === version);
  const past = own.findLast(({ from }) => from <= now);
  const coming = own.find(({ from }) => from > now);
  const active = activeOf(schedule) === version;
  const state = active ? 'active' : coming ? 'scheduled' : past ? 'retired' : 'draft';
  const instant = (row: RuleActivationRow | undefined) => (row ? new Date(row.from).toISOString() : null);
  return {
    ...{ version, state, activeFrom: instant(past), scheduledFrom: instant(coming), note, createdBy: created_by },
    createdAt: version === 0 ? null : created_at.toISOString(),
  };
}
