import { Injectable } from '@nestjs/common';
import { addMonths, formatAmount, formatDay, monthBounds, monthOf, type Month } from '@orderweave/domain-ordering';
import { knownSince, modelAt } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { CustomersReader } from '../customers-csv/customers-reader.js';
import { presentPurchases } from '../customers-csv/present-customer.js';
import { judgeCustomer, nextChangeDay } from '../deadlines/judge-customer.js';
import type { CustomerState } from '../ledger/customer-state.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import { TenantMoments } from '../models/tenant-moments.js';
import type { CustomerStateResponse, MonthTierResponse } from './customer-state-response.js';
import { unknownCustomer } from '../problems/unknown-customer.js';
import { readCustomer, readFinals, readProfile } from './customer-state.store.js';
import { payable } from '../ladder/payable.js';
import { readSignalsOf } from '../signals/signal-reader.js';
import { readCustomerWindow } from '../windows/read-customer-window.js';
import { LadderReader } from './ladder-reader.js';

const MONTHS_TOLD = 3;

/** Tells all that segmentation says of one customer now, why, and what comes next should no order come. */
@Injectable()
export class CustomerStateReader {
  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
    private readonly ladders: LadderReader,
    private readonly customers: CustomersReader,
  ) {}

  /** A customer's state; a `Problem` (404) for one that is not known. `owner`: only a customer of this salesperson is. */
  async read(tenant: string, customerId: string, owner: string | null): Promise<CustomerStateResponse> {
    const [state, profile] = await Promise.all([
      readCustomer(this.database, tenant, customerId),
      readProfile(this.database, tenant, customerId),
    ]);
    if (!state || (owner !== null && profile?.owner !== owner)) throw unknownCustomer(customerId, 'document');
    const moment = (await this.moments.load(this.database, [tenant])).get(tenant)!;
    const { purchases, net365 } = await this.customers.measure(state, moment);
    return {
      customerId,
      identifiers: profile?.identifiers ?? [],
      name: profile?.name ?? null,
      owner: profile?.owner ?? null,
      mergedInto: profile?.merged_into ?? null,
      asOf: new Date(moment.now).toISOString(),
      currency: moment.policy.currency,
      knownSince: formatDayOrNull(knownSince(state.ledger)),
      ...standingOf(state, moment),
      ...(await readCustomerWindow(this.database, customerId, moment)),
      net365: formatAmount(net365),
      purchases: purchases && presentPurchases(purchases),
      modelVersion: modelAt(moment.models, moment.day).version,
      policyVersion: moment.policy.version,
      signals: await readSignalsOf(this.database, tenant, customerId),
      tiers: await this.tiersOf(state, moment),
    };
  }

  private async tiersOf(state: CustomerState, moment: TenantMoment): Promise<MonthTierResponse[]> {
    const { tenant, customerId } = state;
    const current = monthOf(moment.day);
    const months = Array.from({ length: MONTHS_TOLD }, (_, index) => addMonths(current, -index));
    const finals = new Map(
      (await readFinals(this.database, tenant, customerId, months)).map((row) => [row.month, row]),
    );
    const isOpen = (month: Month) => moment.policies.closeDay(month) > moment.day;
    return Promise.all(
      months.map((month) =>
        this.tierOf(state, month, { final: finals.get(month)?.final_tier ?? null, open: isOpen(month) }),
      ),
    );
  }

  private async tierOf(
    state: CustomerState,
    month: Month,
    { final, open }: { final: MonthTierResponse['final']; open: boolean },
  ): Promise<MonthTierResponse> {
    const { tenant, customerId } = state;
    const ladder = await this.ladders.read(tenant, month);
    const amount = state.amounts.get(month) ?? 0n;
    const amountToReach: Record<string, string> = {};
    for (const tier of open ? (['A', 'B', 'C'] as const) : []) {
      const least = ladder.amountToReach(customerId, tier, amount);
      if (least !== null && least > 0n) amountToReach[tier] = payable(least);
    }
    return {
      month,
      netAmount: formatAmount(amount),
      live: ladder.bandOf(customerId) ?? (isKnownIn(state, month) ? 'D' : null),
      final,
      ahead: ladder.aheadOf(customerId)?.customers ?? null,
      orderingCustomers: ladder.size,
      amountToReach,
    };
  }
}

function standingOf(state: CustomerState, moment: TenantMoment) {
  const day = Math.max(moment.day, state.ledger.purchaseDays.at(-1) ?? moment.day);
  const judged = judgeCustomer(state, day, moment);
  const next = nextChangeDay(state, day, moment);
  const then = next === null ? null : judgeCustomer(state, next, moment);
  return {
    stage: judged.stage,
    risk: judged.risk?.risk ?? null,
    lastPurchaseOn: formatDayOrNull(judged.risk?.lastPurchaseOn ?? null),
    silenceDays: judged.risk?.silence ?? null,
    typicalGapDays: judged.risk ? Math.round(judged.risk.typicalGap * 100) / 100 : null,
    overdue: judged.risk ? Math.round(judged.risk.overdue * 100) / 100 : null,
    because: { stage: judged.stageReasons, risk: judged.riskReasons() },
    withoutOrder: then && { on: formatDay(then.day), stage: then.stage, risk: then.risk?.risk ?? null },
  };
}

function isKnownIn({ ledger }: CustomerState, month: Month): boolean {
  return (knownSince(ledger) ?? Number.POSITIVE_INFINITY) <= monthBounds(month).last;
}

function formatDayOrNull(day: number | null): string | null {
  return day === null ? null : formatDay(day);
}
