import { Injectable } from '@nestjs/common';
import { formatDay, type Day } from '@orderweave/domain-ordering';
import { completePolicy, diffPolicies } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { readActivations } from './policy-activation.store.js';
import { readDeeds } from './policy-audit.store.js';
import { PolicyDirectory } from './policy-directory.js';
import { unknownVersion } from './policy-editor.js';
import type {
  PoliciesResponse,
  PolicyAuditResponse,
  PolicyDiffResponse,
  PolicyHeadResponse,
  PolicyResponse,
} from './policy-responses.js';
import { readTimeline } from './policy-timeline.store.js';
import { readVersion, readVersions, type PolicyVersionHead, type PolicyVersionRow } from './policy-version.store.js';

/** A tenant's activations, as of its day. */
interface Schedule {
  readonly today: Day;
  readonly activations: readonly { readonly from: Day; readonly version: number }[];
}
interface Page {
  readonly cursor?: number;
  readonly limit: number;
}

/** Answers what versions there are, what they say, and who did what with them. */
@Injectable()
export class PolicyReader {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
  ) {}

  /** A page of the versions, newest first. */
  async list(tenant: string, { cursor: before = 2 ** 31 - 1, limit }: Page): Promise<PoliciesResponse> {
    const schedule = await this.scheduleOf(tenant);
    const rows = await readVersions(this.database, tenant, { before, limit });
    const next = rows.length === limit ? rows.at(-1)!.version : null;
    return { items: rows.map((row) => headOf(row, schedule)), next };
  }

  /** A version by its number, or the one in force as `active`. Throws a `Problem` (404). */
  async read(tenant: string, named: string): Promise<PolicyResponse> {
    const row = await this.find(tenant, named);
    return { ...headOf(row, await this.scheduleOf(tenant)), document: completePolicy(row.document) };
  }

  /** What changes from a version to another. Throws a `Problem` (404). */
  async diff(tenant: string, from: string, to: string): Promise<PolicyDiffResponse> {
    const [before, after] = await Promise.all([this.find(tenant, from), this.find(tenant, to)]);
    const changes = diffPolicies(completePolicy(before.document), completePolicy(after.document));
    return { from: before.version, to: after.version, changes };
  }

  /** A page of the audit, newest first. */
  async audit(tenant: string, { cursor: before = Number.MAX_SAFE_INTEGER, limit }: Page): Promise<PolicyAuditResponse> {
    const rows = await readDeeds(this.database, tenant, { before, limit });
    const items = rows.map(({ from_day, at, ...deed }) => {
      return { ...deed, at: at.toISOString(), from: from_day === null ? null : formatDay(from_day) };
    });
    return { items, next: rows.length === limit ? rows.at(-1)!.id : null };
  }

  /** The row of a version by its number, or of the one in force as `active`. Throws a `Problem` (404). */
  async find(tenant: string, named: string): Promise<PolicyVersionRow> {
    const number =
      named === 'active'
        ? (await this.policies.inForce(this.database, tenant)).number
        : /^[1-9]\d{0,8}$/.test(named)
          ? Number(named)
          : undefined;
    const row = number === undefined ? undefined : await readVersion(this.database, tenant, number);
    if (!row) throw unknownVersion(named.slice(0, 40));
    return row;
  }

  private async scheduleOf(tenant: string): Promise<Schedule> {
    // Before there is a clock, what is in force from the beginning is active.
    const { day } = await readTimeline(this.database, tenant);
    return { today: day ?? 0, activations: await readActivations(this.database, tenant) };
  }
}

function headOf(
  { version, note, created_by: createdBy, created_at }: PolicyVersionHead,
  { today, activations }: Schedule,
): PolicyHeadResponse {
  const own = activations.filter((one) => one.version === version);
  const past = own.findLast(({ from }) => from <= today);
  const coming = own.find(({ from }) => from > today);
  const active = activations.findLast(({ from }) => from <= today)?.version === version;
  const state = active ? 'active' : coming ? 'scheduled' : past ? 'retired' : 'draft';
  const dayOf = (activation: { from: Day } | undefined) => (activation ? formatDay(activation.from) : null);
  const createdAt = created_at.toISOString();
  return { version, state, activeFrom: dayOf(past), scheduledFrom: dayOf(coming), note, createdBy, createdAt };
}
