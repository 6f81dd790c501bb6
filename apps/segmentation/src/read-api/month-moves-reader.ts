import { Injectable } from '@nestjs/common';
import { formatAmount, monthBounds, parseAmount, type Amount, type Month } from '@orderweave/domain-ordering';
import { migrationMatrix, type Neighbour } from '@orderweave/domain-segmentation';
import { Database, statement, textArray } from '@orderweave/postgres';
import { payable } from '../ladder/payable.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { LadderReader } from './ladder-reader.js';
import type { BoundariesResponse, NeighbourResponse } from './month-boundaries-response.js';
import type { MigrationQuery, MigrationResponse } from './month-migration-response.js';
import { readFinalMoves, readLiveMoves } from './month-migration.store.js';
import { MonthReader } from './month-reader.js';

const PROFILES = statement(
  'read.profiles',
  'SELECT customer_id, name, owner FROM profile WHERE tenant = $1 AND customer_id = ANY($2::text[])',
);
/** How far from a boundary a salesperson's own customers are looked for. */
const SEARCHED = 2_000;

/** Whose neighbours are asked for. `owner`: only this salesperson's customers. */
export interface BoundariesRequest {
  readonly tenant: string;
  readonly month: Month;
  readonly limit: number;
  readonly owner: string | null;
}

/** Answers who moves between tiers: from month to month, and who is about to within one. */
@Injectable()
export class MonthMovesReader {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
    private readonly months: MonthReader,
    private readonly ladders: LadderReader,
  ) {}

  /** The migration between two months; a `Problem` (409) for final tiers of one that is not closed. */
  async migration(tenant: string, to: Month, { from, basis }: MigrationQuery): Promise<MigrationResponse> {
    for (const month of [to, from]) await this.months.closeOf(tenant, month, basis);
    const pair = { tenant, from, to };
    const rows = await (basis === 'final'
      ? readFinalMoves(this.database, pair)
      : readLiveMoves(this.database, pair, [monthBounds(from).last, monthBounds(to).last]));
    const { cells, ...sums } = migrationMatrix(
      rows.map(({ before, after, customers, amount_before, amount_after }) => {
        const amounts = { amountFrom: parseAmount(amount_before), amountTo: parseAmount(amount_after) };
        return { from: before, to: after, customers, ...amounts };
      }),
    );
    const moves = cells.map(({ amountFrom, amountTo, ...move }) => {
      return { ...move, netAmountFrom: formatAmount(amountFrom), netAmountTo: formatAmount(amountTo) };
    });
    return { from, to, basis, currency: this.policies.get(tenant).currency, ...sums, cells: moves };
  }

  /** Who stands next to the boundaries of a month as it is now. */
  async boundaries({ tenant, month, limit, owner }: BoundariesRequest): Promise<BoundariesResponse> {
    const close = await this.months.closeOf(tenant, month, 'live');
    const ladder = await this.ladders.read(tenant, month);
    const lowest = new Map(ladder.boundaries().map(({ band, lowestAmount }) => [band, lowestAmount]));
    const tiers = (['A', 'B'] as const).map((tier) => {
      return { tier, ...ladder.nearest(tier, owner === null ? limit : SEARCHED) };
    });
    const people = await this.profilesOf(tenant, [
      ...new Set(tiers.flatMap(({ above, below }) => [...above, ...below].map(({ customerId }) => customerId))),
    ]);
    const told = (neighbours: readonly Neighbour[]): NeighbourResponse[] =>
      neighbours
        .filter(({ customerId }) => owner === null || people.get(customerId)?.owner === owner)
        .slice(0, limit)
        .map((one) => neighbourOf(one, people.get(one.customerId)));
    return {
      month,
      closed: close !== undefined,
      currency: this.policies.get(tenant).currency,
      boundaries: tiers.map(({ tier, above, below }) => {
        return { tier, lowestAmount: amountOrNull(lowest.get(tier)), above: told(above), below: told(below) };
      }),
    };
  }

  private async profilesOf(tenant: string, ids: readonly string[]): Promise<Map<string, Person>> {
    const rows = await this.database.query<Person & { customer_id: string }>(PROFILES, [tenant, textArray(ids)]);
    return new Map(rows.map((row) => [row.customer_id, row]));
  }
}

interface Person {
  name: string | null;
  owner: string | null;
}

function neighbourOf({ customerId, amount, distance }: Neighbour, person: Person | undefined): NeighbourResponse {
  return {
    customerId,
    name: person?.name ?? null,
    owner: person?.owner ?? null,
    netAmount: formatAmount(amount),
    distance: distance === null ? null : payable(distance),
  };
}

function amountOrNull(amount: Amount | null | undefined): string | null {
  return amount == null ? null : formatAmount(amount);
}
