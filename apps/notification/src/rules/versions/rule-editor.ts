import { Injectable } from '@nestjs/common';
import { checkRules, type Locale, type RuleDocument, type RuleFault } from '@orderweave/domain-notification';
import { Database, type Transaction } from '@orderweave/postgres';
import { Problem } from '@orderweave/service';
import { recordDeed, type Actor } from './rule-audit.store.js';
import { RuleDirectory } from './rule-directory.js';
import { addVersion, readVersion, type RuleVersionRow } from './rule-version.store.js';

/** A document as somebody states it. */
export interface StatedRules {
  /** Sections that are left out are as in the version that it is based on. */
  readonly document: Readonly<Record<string, unknown>>;
  /** A version, 0 for the default one; without it the one in force. */
  readonly basedOn?: number | undefined;
  readonly note?: string | undefined;
}

/** Checks and keeps versions of rules. */
@Injectable()
export class RuleEditor {
  constructor(
    private readonly database: Database,
    private readonly rules: RuleDirectory,
  ) {}

  /** The complete document and all that is wrong with it, in a language. Throws a `Problem` (404) for an unknown version. */
  async check(
    tenant: string,
    { document, basedOn }: StatedRules,
    locale: Locale,
  ): Promise<{ document: RuleDocument; faults: RuleFault[] }> {
    const base = await this.documentOf(this.database, tenant, basedOn);
    // A version gets its name when it is kept.
    const { version: _, ...stated } = document;
    const complete = { ...base, ...stated } as RuleDocument;
    const faults = checkRules(complete, locale).map((fault) => ({ ...fault, field: `/document${fault.field}` }));
    return { document: complete, faults };
  }

  /** Keeps a new version, which is in force once it is activated. Throws a `Problem` (422) with every fault. */
  async save(actor: Actor, stated: StatedRules, locale: Locale): Promise<RuleVersionRow> {
    const { tenant, name: by } = actor;
    const { document, faults } = await this.check(tenant, stated, locale);
    if (faults.length > 0) throw faultyRules(faults, locale);
    return this.database.transaction(async (tx) => {
      const row = await addVersion(tx, tenant, { document, note: stated.note ?? null, by });
      await recordDeed(tx, actor, { action: 'drafted', version: row.version, note: stated.note });
      return row;
    });
  }

  /** The document of a version, 0 for the default one, or of the one in force. Throws a `Problem` (404) for one that is not there. */
  async documentOf(
    reader: Pick<Transaction, 'query'>,
    tenant: string,
    version: number | undefined,
  ): Promise<RuleDocument> {
    const number = version ?? (await this.rules.inForce(reader, tenant, Date.now())).number;
    const row = number === 0 ? undefined : await readVersion(reader, tenant, number);
    if (row) return row.document;
    if (number !== 0) throw unknownRules(number);
    const { version: _, ...document } = this.rules.usualPolicy;
    return document;
  }
}

/** What is answered to a document with faults. */
export function faultyRules(faults: readonly RuleFault[], locale: Locale): Problem {
  const zh = locale === 'zh-CN';
  const count = `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}, see errors. Nothing was saved.`;
  return new Problem({
    status: 422,
    code: 'invalid-rules',
    title: zh ? '规则有误' : 'The rules have faults',
    detail: zh ? `共 ${faults.length} 处，见 errors。没有保存。` : count,
    faults,
  });
}

/** What is answered to a version that the tenant does not have. */
export function unknownRules(version: number | string): Problem {
  const detail = `There is no version ${version}; see GET /v1/rules for those that there are.`;
  return new Problem({ status: 404, code: 'unknown-rules-version', title: 'Rules version not known', detail });
}
