import { Injectable } from '@nestjs/common';
import type { ExchangeRate } from '@orderweave/domain-ordering';
import { type Database, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

// Comes first in every write: its row lock lets one writer of a tenant's rates follow the other, so that a version seen is complete.
const TURN = statement(
  'rate.turn',
  `INSERT INTO rate_book AS kept (tenant, version) VALUES ($1, 1) ON CONFLICT (tenant) DO UPDATE SET version = kept.version + 1`,
);
const VERSIONS = statement('rate.versions', 'SELECT tenant, version::text FROM rate_book');
const COLUMNS = `currency, day::text, trim_scale(rate)::text AS rate, source, stated_by, stated_at`;
const STATED = `unnest($2::text[], $3::date[], $4::numeric[]) AS r(currency, day, rate)`;
const PUT = statement(
  'rate.put',
  `INSERT INTO exchange_rate (tenant, currency, day, rate, source, stated_by, stated_at)
   SELECT $1, currency, day, rate, 'api', $5, now() FROM ${STATED}
   ON CONFLICT (tenant, currency, day) DO UPDATE
     SET rate = excluded.rate, source = excluded.source, stated_by = excluded.stated_by, stated_at = excluded.stated_at
   RETURNING ${COLUMNS}`,
);
const DROP = statement(
  'rate.drop-configured',
  `DELETE FROM exchange_rate e WHERE e.tenant = $1 AND e.source = 'configuration'
      AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::date[]) AS r(currency, day)
                       WHERE r.currency = e.currency AND r.day = e.day)`,
);
const CONFIGURE = statement(
  'rate.configure',
  `INSERT INTO exchange_rate AS kept (tenant, currency, day, rate, source, stated_at)
   SELECT $1, currency, day, rate, 'configuration', now() FROM ${STATED}
   ON CONFLICT (tenant, currency, day) DO UPDATE SET rate = excluded.rate, stated_at = excluded.stated_at
     WHERE kept.source = 'configuration' AND kept.rate <> excluded.rate`,
);
const LOAD = statement(
  'rate.load',
  `SELECT currency, day::text AS "from", trim_scale(rate)::text AS rate FROM exchange_rate WHERE tenant = $1`,
);
const LIST = statement(
  'rate.list',
  `SELECT ${COLUMNS} FROM exchange_rate
    WHERE tenant = $1 AND ($2::text IS NULL OR currency = $2) AND ($3::date IS NULL OR day >= $3) AND ($4::date IS NULL OR day <= $4)
      AND ($5::text IS NULL OR (currency, day) > ($5, $6::date))
    ORDER BY currency, day LIMIT $7`,
);

/** A rate as it is kept: base units for one unit of the currency, from the local day on, and who stated it. */
export interface KeptRate {
  readonly currency: string;
  readonly day: string;
  readonly rate: string;
  readonly source: 'api' | 'configuration';
  readonly stated_by: string | null;
  readonly stated_at: Date;
}

/** Which rates, and from where on: currency and day of the last one of the page before. */
export interface RatePage {
  readonly tenant: string;
  readonly currency: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly after: readonly [string, string] | undefined;
  readonly limit: number;
}

/** Exchange rates by tenant, currency and day; what a person stated for a day stands before what the configuration says. */
@Injectable()
export class ExchangeRateStore {
  /** Keeps rates that a person states, in place of those of the same days. Each currency and day at most once. */
  async put(tx: Transaction, tenant: string, rates: readonly ExchangeRate[], by: string): Promise<KeptRate[]> {
    await tx.execute(TURN, [tenant]);
    const kept = await tx.query<KeptRate & Record<string, unknown>>(PUT, [tenant, ...columnsOf(rates), by]);
    return kept.sort((a, b) => (`${a.currency} ${a.day}` < `${b.currency} ${b.day}` ? -1 : 1));
  }

  /** Makes the configured rates those of the configuration; days that a person has stated stay. */
  async configure(tx: Transaction, tenant: string, rates: readonly ExchangeRate[]): Promise<void> {
    // Of two for one day the one listed first, as ever.
    const unique = [...new Map([...rates].reverse().map((rate) => [`${rate.currency} ${rate.from}`, rate])).values()];
    const [currencies, days, values] = columnsOf(unique);
    await tx.execute(TURN, [tenant]);
    await tx.execute(DROP, [tenant, currencies, days]);
    await tx.execute(CONFIGURE, [tenant, currencies, days, values]);
  }

  /** Counts up with every write of a tenant's rates. */
  async versions(database: Database): Promise<Map<string, string>> {
    const rows = await database.query<{ tenant: string; version: string }>(VERSIONS);
    return new Map(rows.map(({ tenant, version }) => [tenant, version]));
  }

  /** All rates of a tenant. */
  load(database: Database, tenant: string): Promise<ExchangeRate[]> {
    return database.query<ExchangeRate & Record<string, unknown>>(LOAD, [tenant]);
  }

  /** One page of rates, by currency and day. */
  list(database: Database, { tenant, currency, from, to, after, limit }: RatePage): Promise<KeptRate[]> {
    return database.query<KeptRate & Record<string, unknown>>(LIST, [
      ...[tenant, currency ?? null, from ?? null, to ?? null],
      ...[after?.[0] ?? null, after?.[1] ?? null, limit],
    ]);
  }
}

function columnsOf(rates: readonly ExchangeRate[]): [string, string, string] {
  return [
    textArray(rates.map(({ currency }) => currency)),
    plainArray(rates.map(({ from }) => from)),
    plainArray(rates.map(({ rate }) => rate)),
  ];
}
