import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatAmount, parseAmount, parseDay, type Amount, type Day } from '@orderweave/domain-ordering';
import { DEFAULT_RFM_POLICY } from '@orderweave/domain-segmentation';
import { parse } from 'csv-parse/sync';
import { TenantMoments } from '../models/tenant-moments.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { CUSTOMER_COLUMNS_OF_CSV } from './customer-columns.js';
import {
  monthNumber,
  plainAhead,
  plainForetold,
  plainGroup,
  plainMedianGap,
  plainRisk,
  plainStage,
  plainTiers,
  sum,
  type PlainDays,
  type PlainVersion,
} from './plain-customer.fixture.js';
import { streamCustomersCsv } from './stream-customers-csv.js';

const data = process.env['ORDERWEAVE_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const file = join(data, 'cdnow/CDNOW_sample.txt');
// The clock is set late: the model is trained anew each Monday, and a few of them say as much as all of them.
const CLOCK_SET = parseDay('1998-05-25');
const END = parseDay('1998-06-30');

type Row = Record<string, string>;
const FOUND = ['p_alive', 'q_30', 'chance_lost', 'next_p10', 'next_p50', 'next_p90', 'gap_days', 'overdue'] as const;

describe('CDNOW, played to 30 June 1998', () => {
  let rig: SegmentationRig;
  let rows: Row[];
  let versions: PlainVersion[];
  const orders = readOrders();
  const customers = byDay(orders);

  beforeAll(async () => {
    rig = await SegmentationRig.start();
    await rig.clear();
    await rig.turnTo(CLOCK_SET);
    await rig.ledger(orders.filter(({ day }) => day < CLOCK_SET).map((order) => buildActivity(order)));
    await rig.moveLadder();
    for (let from = CLOCK_SET; from <= END;) {
      const monday = from + 7 - ((((from - 4) % 7) + 7) % 7);
      const until = Math.min(monday, END);
      const week = orders.filter(({ day }) => day >= from && (day < monday || monday > END));
      await rig.ledger(week.map((order) => buildActivity(order)));
      await rig.moveLadder();
      if (until > from) await rig.turnTo(until);
      from = monday;
    }
    const { database, policies } = rig;
    const moments = new TenantMoments(policies, () => 0);
    const csv = await text(streamCustomersCsv({ database, moments, tenant: TENANT, filter: {} }));
    rows = parse(csv, { columns: true, skip_empty_lines: true });
    versions = await readVersions(rig);
  }, 900_000);
  afterAll(() => rig.stop());

  const columnOf = (name: string) => Object.fromEntries(rows.map((row) => [row['customer_id'], row[name]]));
  const expectColumn = (name: string, of: (id: string, days: PlainDays) => string) => {
    expect(columnOf(name)).toEqual(Object.fromEntries([...customers].map(([id, days]) => [id, of(id, days)])));
  };

  it('has a row for every customer, with every column, as of that day', () => {
    expect(rows.map((row) => row['customer_id'])).toEqual([...customers.keys()].sort());
    expect(Object.keys(rows[0]!)).toEqual(CUSTOMER_COLUMNS_OF_CSV.map(({ name }) => name));
    expectColumn('as_of', () => '1998-06-30');
  });

  it('has the tiers of June so far and of May as frozen', () => {
    const [june, may] = [plainTiers(customers, monthNumber(END)), plainTiers(customers, monthNumber(END) - 1)];
    expectColumn('tier_live', (id) => june.get(id) ?? 'D');
    expectColumn('tier_final', (id) => may.get(id) ?? 'D');
  });

  it('has the value band, the frequency, the scores and the net amount of their windows', () => {
    const bands = plainBands(customers);
    expectColumn('value_band', (id) => bands.get(id) ?? '');
    expectColumn('net_365d', (_, days) => formatAmount(sum(days, END - 364, END)));
    expectColumn('frequency', (_, days) => {
      const recent = [...days.keys()].filter((day) => day > END - 180).length;
      return recent >= 4 ? 'frequent' : recent > 0 ? 'occasional' : 'dormant';
    });
    const scored = [...customers].filter(([, days]) => [...days.keys()].some((day) => day > END - 365));
    const ahead = {
      r: plainAhead(new Map(scored.map(([id, days]) => [id, [...days.keys()].at(-1)!]))),
      f: plainAhead(new Map(scored.map(([id, days]) => [id, [...days.keys()].filter((d) => d > END - 365).length]))),
      m: plainAhead(new Map(scored.map(([id, days]) => [id, sum(days, END - 364, END)]))),
    };
    const scoreOf = (of: Map<string, number>, id: string) => {
      const better = of.get(id);
      return better === undefined ? null : 5 - Math.floor((5 * better) / scored.length);
    };
    for (const measure of ['r', 'f', 'm'] as const) {
      expectColumn(measure, (id) => String(scoreOf(ahead[measure], id) ?? ''));
    }
    expectColumn('rfm_group', (id) => {
      const [r, f, m] = [scoreOf(ahead.r, id), scoreOf(ahead.f, id), scoreOf(ahead.m, id)];
      return r === null ? '' : plainGroup(DEFAULT_RFM_POLICY.groups, r, f!, m!);
    });
  });

  it('has the purchases, and the typical gap against the median of Monday', () => {
    expect(versions.at(-1)!.from).toBe(parseDay('1998-06-29'));
    expect(versions.at(-1)!.medianGap).toBe(plainMedianGap(customers, parseDay('1998-06-28')));
    const known = new Map([...customers].map(([id, days]) => [id, plainRisk(days, END, versions)]));
    expectColumn('x', (id) => String(known.get(id)!.history.x));
    expectColumn('t_x', (id) => String(known.get(id)!.history.tx));
    expectColumn('t', (id) => String(known.get(id)!.history.t));
    expectColumn('silence_days', (id) => String(known.get(id)!.silence));
    expectColumn('risk_basis', () => 'model');
    expectColumn('risk', (id) => known.get(id)!.risk);
  });

  it('has what the published formulas say, to nine digits', () => {
    expect(versions.at(-1)!.model?.k).toBe(1);
    const differing: unknown[] = [];
    for (const row of rows) {
      const days = customers.get(row['customer_id']!)!;
      const { g, overdue } = plainRisk(days, END, versions);
      const expected = { ...plainForetold(days, END, versions)!, gap_days: g, overdue };
      for (const name of FOUND) {
        const [got, should] = [Number(row[name]), expected[name]];
        if (!(Math.abs(got - should) <= 1e-9 * Math.max(1, Math.abs(should)))) differing.push({ name, got, should });
      }
      if (!(Math.abs(Number(row['clv_12m']) - expected.clv_12m!) <= 0.005001)) {
        differing.push({ name: 'clv_12m', got: row['clv_12m'], should: expected.clv_12m });
      }
      expect(row['clv_12m']).toMatch(/^\d+\.\d\d$/);
    }
    expect(differing).toEqual([]);
  });

  it('has the stage', () => {
    const [bands, may] = [plainBands(customers), plainTiers(customers, monthNumber(END) - 1)];
    expectColumn('stage', (id, days) => {
      const important = may.get(id) === 'A' || bands.get(id) === 'high';
      return plainStage(days, END, { versions, important });
    });
    expect(new Set(Object.values(columnOf('stage'))).size).toBeGreaterThan(3);
  });
});

function plainBands(customers: ReadonlyMap<string, PlainDays>): Map<string, string> {
  const nets = [...customers]
    .map(([id, days]) => [id, sum(days, END - 364, END)] as const)
    .filter(([, net]) => net > 0n);
  const ahead = plainAhead(new Map(nets));
  return new Map(
    nets.map(([id]) => {
      const hundredfold = 100 * ahead.get(id)!;
      return [id, hundredfold < 15 * nets.length ? 'high' : hundredfold < 50 * nets.length ? 'mid' : 'low'];
    }),
  );
}

interface Order {
  customerId: string;
  order: string;
  day: Day;
  amount: string;
}

function readOrders(): Order[] {
  if (!existsSync(file)) throw new Error('CDNOW is not there: set ORDERWEAVE_DATA to the folder with cdnow/');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line, index) => {
    const [, customerId, date, , amount] = line.trim().split(/\s+/) as [string, string, string, string, string];
    const day = parseDay(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);
    return { customerId, order: `web/${index}`, day, amount };
  });
}

function byDay(orders: readonly Order[]): Map<string, Map<Day, Amount>> {
  const customers = new Map<string, Map<Day, Amount>>();
  for (const { customerId, day, amount } of orders.toSorted((a, b) => a.day - b.day)) {
    const days = customers.get(customerId) ?? new Map<Day, Amount>();
    days.set(day, (days.get(day) ?? 0n) + parseAmount(amount));
    customers.set(customerId, days);
  }
  return customers;
}

async function readVersions(rig: SegmentationRig): Promise<PlainVersion[]> {
  const stored = await rig.rows<{ from_day: number; median_gap: number; first_day: number; training: Training | null }>(
    'SELECT from_day, median_gap, first_day, training FROM gap_model ORDER BY version',
  );
  return stored.map(({ from_day: from, median_gap: medianGap, first_day: firstDay, training }) => ({
    from,
    medianGap,
    firstDay,
    model: training && training.unusable.length === 0 ? training.fit!.parameters : null,
    spend: training?.spend?.hasMean ? training.spend.parameters : null,
  }));
}

interface Training {
  unusable: unknown[];
  fit: { parameters: PlainVersion['model'] } | null;
  spend: { hasMean: boolean; parameters: NonNullable<PlainVersion['spend']> } | null;
}
