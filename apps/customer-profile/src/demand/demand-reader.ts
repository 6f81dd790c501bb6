import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import { addPeriods, periodStart, type DemandPeriod } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { Problem, type CallerIdentity } from '@orderweave/service';
import {
  readLastDay,
  readProductDays,
  readProductNames,
  readTopDays,
  type DemandScope,
  type ProductDay,
} from './demand-days.store.js';
import type { ProductDemandQuery, TopDemandQuery } from './demand-query.js';
import type { DemandHead, ProductDemand, ProductDemandResponse, TopDemandResponse } from './demand-response.js';
import { tellProduct } from './tell-product.js';

/** Past periods that a forecast learns from: more would tell it little, and take long. */
const LEARNED: Readonly<Record<DemandPeriod, number>> = { day: 400, week: 208, month: 120 };

/** Tells the demand of products by period, and what is to be expected. */
@Injectable()
export class DemandReader {
  constructor(private readonly database: Database) {}

  /** The demand of one product; a `Problem` (404) for one that no order has named. */
  async product(caller: CallerIdentity, sku: string, query: ProductDemandQuery): Promise<ProductDemandResponse> {
    const names = await readProductNames(this.database, caller.tenant, [sku]);
    if (!names.has(sku)) {
      const detail = `No order has a line with the SKU "${sku}".`;
      throw new Problem({ status: 404, code: 'product-not-found', title: 'No such product', detail });
    }
    const { head, scope } = await this.begin(caller, query);
    const days = await readProductDays(this.database, scope, sku);
    return { ...head, ...tellProduct({ sku, name: names.get(sku)! }, days, { ...query, asOf: scope.asOf }) };
  }

  /** The demand of the products with the greatest net amount over the past periods that are told. */
  async top(caller: CallerIdentity, query: TopDemandQuery): Promise<TopDemandResponse> {
    const { head, scope } = await this.begin(caller, query);
    const { period, history, top } = query;
    const since = addPeriods(periodStart(scope.asOf + 1, period), -history, period);
    const days = groupBySku(await readTopDays(this.database, scope, { since, top }));
    const names = await readProductNames(this.database, caller.tenant, [...days.keys()]);
    const items: ProductDemand[] = [];
    for (const [sku, own] of days) {
      items.push(tellProduct({ sku, name: names.get(sku) ?? null }, own, { ...query, asOf: scope.asOf }));
      // A forecast takes milliseconds; other requests are served between two.
      await setImmediate();
    }
    return { ...head, items, next: null };
  }

  private async begin(
    { tenant, channels }: CallerIdentity,
    { period, asOf: stated }: ProductDemandQuery,
  ): Promise<{ head: DemandHead; scope: DemandScope }> {
    const last = await readLastDay(this.database, { tenant, channels });
    const asOf = stated === undefined ? (last?.day ?? 0) - 1 : dayOf(stated);
    const from = addPeriods(periodStart(asOf, period), -LEARNED[period], period);
    const head = { asOf: last || stated ? formatDay(asOf) : null, period, currency: last?.currency ?? null };
    return { head, scope: { tenant, channels, from, asOf } };
  }
}

function groupBySku(days: readonly ProductDay[]): Map<string, ProductDay[]> {
  const groups = new Map<string, ProductDay[]>();
  for (const day of days) {
    const group = groups.get(day.sku);
    if (group) group.push(day);
    else groups.set(day.sku, [day]);
  }
  return groups;
}

function dayOf(text: string): Day {
  try {
    return parseDay(text);
  } catch {
    const faults = [{ field: '/asOf', value: text, rule: 'day', remedy: 'give a day of the calendar as YYYY-MM-DD' }];
    throw new Problem({ status: 400, code: 'invalid-day', title: 'This is no day', faults });
  }
}
