import { Injectable } from '@nestjs/common';
import { formatDay } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { decodeCursor, encodeCursor } from '@orderweave/service';
import type { CustomerState } from '../ledger/customer-state.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import { TenantMoments } from '../models/tenant-moments.js';
import type { CustomerFilter } from './customer-filter.js';
import type { CustomerMeasures } from './customer-measures.js';
import { CustomerMeter } from './customer-meter.js';
import type { CustomersResponse } from './customers-response.js';
import { presentCustomer } from './present-customer.js';
import { withFigures } from './stored-customers.store.js';
import { walkCustomers } from './walk-customers.js';
import { readYardsticks, type Yardsticks } from './yardsticks.store.js';

const KEPT_MS = 2_000;

/** Lists customers with all their measures. What compares them with each other is at most two seconds old. */
@Injectable()
export class CustomersReader {
  private readonly kept = new Map<string, { readAt: number; day: number; yardsticks: Promise<Yardsticks> }>();

  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
  ) {}

  /** A page of the customers that pass a filter, by id. */
  async list(
    tenant: string,
    filter: CustomerFilter,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<CustomersResponse> {
    const after = cursor === undefined ? '' : String(decodeCursor(cursor, 1)[0]);
    const moment = (await this.moments.load(this.database, [tenant])).get(tenant)!;
    const yardsticks = await this.yardsticksOf(moment);
    const found: CustomerMeasures[] = [];
    for await (const customers of walkCustomers(this.database, { moment, yardsticks, filter, after })) {
      found.push(...customers);
      if (found.length > limit) break;
    }
    const page = found.slice(0, limit);
    return {
      asOf: formatDay(moment.day),
      currency: moment.policy.currency,
      items: page.map(presentCustomer),
      next: found.length > limit ? encodeCursor([page.at(-1)!.customerId]) : null,
    };
  }

  /** All measures of a customer whose state was read. */
  async measure(state: CustomerState, moment: TenantMoment): Promise<CustomerMeasures> {
    const yardsticks = await this.yardsticksOf(moment);
    const [stored] = await withFigures(this.database, [state], { moment, yardsticks });
    return new CustomerMeter(moment, yardsticks).measure(stored!);
  }

  private yardsticksOf(moment: TenantMoment): Promise<Yardsticks> {
    const { tenant } = moment.policy;
    const kept = this.kept.get(tenant);
    if (kept && kept.day === moment.day && performance.now() - kept.readAt < KEPT_MS) return kept.yardsticks;
    const yardsticks = readYardsticks(this.database, moment);
    this.kept.set(tenant, { readAt: performance.now(), day: moment.day, yardsticks });
    yardsticks.catch(() => this.kept.delete(tenant));
    return yardsticks;
  }
}
