import { Injectable } from '@nestjs/common';
import { TRANSITION_KINDS } from '@orderweave/contracts';
import { parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { decodeCursor, encodeCursor } from '@orderweave/service';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { WordedProblem } from '../problems/worded-problem.js';
import { findNamed } from '../segments/segment-definition.store.js';
import { readTransitions, type ToldTransition, type TransitionRow } from './transition.store.js';
import type { TransitionResponse, TransitionsResponse } from './transitions-response.js';
import type { TransitionsQuery } from './transitions-query.js';

/** Later than any transition. */
const FIRST = ['infinity', ''] as const;

/** Lists the transitions that were published. */
@Injectable()
export class TransitionReader {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
  ) {}

  /**
   * A page, the one that became true last first. `owner`: only this salesperson's customers. Throws a `Problem` (400) for a day that is not
   * in the calendar.
   */
  async list(tenant: string, asked: TransitionsQuery, owner: string | null): Promise<TransitionsResponse> {
    const { customer, from, to, cause, signal, cursor, limit } = asked;
    const { timeZone } = this.policies.get(tenant);
    const midnight = (day: Day) => new Date(startOfDay(day, timeZone)).toISOString();
    const [since, until] = [dayOf(asked, 'since'), dayOf(asked, 'until')];
    const rows = await readTransitions(this.database, tenant, {
      kinds: kindsOf(asked),
      customerId: customer ?? null,
      from: from ?? null,
      to: to ?? null,
      cause: cause ?? null,
      either: asked.segment === undefined ? (signal ?? null) : await this.segmentId(tenant, asked.segment),
      since: since === undefined ? '-infinity' : midnight(since),
      until: until === undefined ? 'infinity' : midnight(until + 1),
      owner,
      before: cursor === undefined ? FIRST : placeOf(cursor),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(toldOf),
      next: rows.length > limit && last ? encodeCursor([last.effective_at.toISOString(), last.id]) : null,
    };
  }

  private async segmentId(tenant: string, named: string): Promise<string> {
    return (await findNamed(this.database, tenant, named))?.segment_id ?? named;
  }
}

function kindsOf({ kind, signal, segment }: TransitionsQuery): TransitionResponse['kind'][] {
  return TRANSITION_KINDS.filter(
    (one) =>
      (kind === undefined || one === kind) &&
      (signal === undefined || one === 'signal') &&
      (segment === undefined || one === 'segment'),
  );
}

function dayOf(asked: TransitionsQuery, name: 'since' | 'until'): Day | undefined {
  const value = asked[name];
  if (value === undefined) return undefined;
  try {
    return parseDay(value);
  } catch {
    throw new WordedProblem(
      {
        status: 400,
        code: 'invalid-request',
        title: 'The request has faults',
        faults: [{ field: name, value, rule: 'is no day', remedy: 'give a day of the calendar as YYYY-MM-DD' }],
      },
      {
        title: '请求有误',
        faults: [{ field: name, value, rule: '不是有效日期', remedy: '请按 YYYY-MM-DD 填写日历中的日期' }],
      },
    );
  }
}

/** When the last transition of the page before became true, and its id; an instant that is none lies before all. */
function placeOf(cursor: string): [effectiveAt: string, id: string] {
  const [at, id] = decodeCursor(cursor, 2).map(String) as [string, string];
  return [Number.isNaN(Date.parse(at)) ? '-infinity' : new Date(at).toISOString(), id];
}

function toldOf(row: TransitionRow): TransitionResponse {
  const { kind, id, customer_id: customerId, name, owner, from_state: from, to_state: to } = row;
  const told = JSON.parse(row.told) as ToldTransition;
  return { id, customerId, name, owner, kind, from, to, effectiveAt: row.effective_at.toISOString(), ...told };
}
