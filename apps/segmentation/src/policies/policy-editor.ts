import { Injectable } from '@nestjs/common';
import { checkPolicy, completePolicy, type PolicyDocument, type PolicyFault } from '@orderweave/domain-segmentation';
import { Database, type Transaction } from '@orderweave/postgres';
import type { Problem } from '@orderweave/service';
import { WordedProblem } from '../problems/worded-problem.js';
import { recordDeed, type Actor } from './policy-audit.store.js';
import { PolicyDirectory } from './policy-directory.js';
import { addVersion, readVersion, type PolicyVersionRow } from './policy-version.store.js';

/** A document as somebody states it. */
export interface StatedDraft {
  /** What is left out is as in the version that it is based on. */
  readonly document: unknown;
  /** A version; without it the one in force. */
  readonly basedOn?: number | undefined;
  readonly note?: string | undefined;
}

/** Checks and keeps versions of policies. */
@Injectable()
export class PolicyEditor {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
  ) {}

  /** The complete document and all that is wrong with it. */
  async check(tenant: string, draft: StatedDraft): Promise<{ document: PolicyDocument; faults: PolicyFault[] }> {
    const document = completePolicy(draft.document, await this.documentOf(this.database, tenant, draft.basedOn));
    return { document, faults: checkPolicy(document) };
  }

  /** Keeps a new version, which is in force once it is activated. Throws a `Problem` (422) with every fault. */
  async save(actor: Actor, draft: StatedDraft): Promise<PolicyVersionRow> {
    const { tenant, name: by } = actor;
    const { document, faults } = await this.check(tenant, draft);
    if (faults.length > 0) throw faultyPolicy(document, faults);
    return this.database.transaction(async (tx) => {
      const row = await addVersion(tx, tenant, { document, note: draft.note ?? null, by });
      await recordDeed(tx, actor, { action: 'drafted', version: row.version, note: draft.note });
      return row;
    });
  }

  /** The document of a version, or of the one in force. Throws a `Problem` (404) for a version that is not there. */
  async documentOf(
    reader: Pick<Transaction, 'query'>,
    tenant: string,
    version: number | undefined,
  ): Promise<PolicyDocument> {
    const known = version ?? (await this.policies.inForce(reader, tenant)).number;
    const row = await readVersion(reader, tenant, known);
    if (row) return completePolicy(row.document);
    if (version === undefined) return this.policies.seed(tenant);
    throw unknownVersion(version);
  }
}

/** What is answered to a document with faults. */
export function faultyPolicy(document: unknown, faults: readonly PolicyFault[]): Problem {
  const placed = (all: readonly PolicyFault[]) => all.map((one) => ({ ...one, field: `/document${one.field}` }));
  return new WordedProblem(
    {
      status: 422,
      code: 'invalid-policy',
      title: 'The policy has faults',
      detail: `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}, see errors. Nothing was saved.`,
      faults: placed(faults),
    },
    {
      title: '策略有误',
      detail: `共 ${faults.length} 处，见 errors。没有保存。`,
      faults: placed(checkPolicy(document, 'zh-CN')),
    },
  );
}

/** What is answered to a version that the tenant does not have. */
export function unknownVersion(version: number | string): Problem {
  const detail = `There is no version ${version}; see GET /v1/policies for those that there are.`;
  const fault = { field: 'version', value: version, rule: 'known' };
  return new WordedProblem(
    {
      ...{ status: 404, code: 'unknown-policy-version', title: 'Policy version not known', detail },
      faults: [{ ...fault, remedy: 'give a version that GET /v1/policies lists, or "active"' }],
    },
    {
      ...{ title: '没有这个策略版本', detail: `没有版本 ${version}；现有版本见 GET /v1/policies。` },
      faults: [{ ...fault, remedy: '请填写 GET /v1/policies 列出的版本号，或 "active"' }],
    },
  );
}
