import {
  addMonths,
  formatDay,
  monthBounds,
  monthOf,
  startOfDay,
  type Amount,
  type Month,
} from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { BatchContext } from '@orderweave/stream';
import { Breath } from '../pieces/breath.js';
import type { LadderMemory } from '../ladder/ladder-memory.js';
import { TOLD_AT_ONCE, type TransitionTeller } from '../ladder/transition-teller.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { PolicyStart } from '../policies/turn-policy.js';
import type { Change } from '../transitions/change.js';
import { readDue, refreshWindows, type MeasuredWindow } from './customer-window.store.js';
import { wakePaces } from './pace.store.js';
import { publishStandings } from './standing.store.js';
import { latestNews } from './latest-news.js';
import { windowChanges, type WindowOccasion } from './window-changes.js';
import type { WindowLadders, WindowStanding } from './window-ladders.js';

/** What the ledger said of a customer's month. */
export interface AmountNews {
  readonly tenant: string;
  readonly customerId: string;
  readonly month: Month;
  readonly order: string;
  /** When that order was revised, where that is what changed. */
  readonly revisedAt?: string | undefined;
  /** The order only changed hands. */
  readonly moved?: boolean | undefined;
  readonly traceparent?: string | undefined;
  /** The month's amount is more than it was. */
  readonly grew: boolean;
}

/** Customers as they stand now, with what made them so. */
interface Settled {
  /** Net amounts before, of those who were measured anew. */
  readonly netBefore: ReadonlyMap<string, Amount>;
  readonly standings: readonly WindowStanding[];
  readonly occasion: (customerId: string) => WindowOccasion;
}

/** Customers measured at once. */
const CHUNK = 2_000;

/**
 * Keeps value bands and RFM of the customers whose amounts a batch moved, and of those whose windows a new day moves, in one
 * transaction. What a customer has is measured anew from the ledger, which is at least as new as the news of it: whatever
 * the order of messages, the last one leaves what the ledger says.
 */
export class WindowStep {
  /** By tenant, then by customer. */
  private news = new Map<string, Map<string, AmountNews[]>>();
  private readonly opened = new Map<string, WindowLadders>();

  constructor(
    private readonly memory: LadderMemory,
    private readonly tx: Transaction,
    private readonly context: BatchContext,
  ) {}

  /** Notes news for the next `settle`. */
  note(news: AmountNews): void {
    let customers = this.news.get(news.tenant);
    if (!customers) this.news.set(news.tenant, (customers = new Map()));
    const known = customers.get(news.customerId);
    if (known) known.push(news);
    else customers.set(news.customerId, [news]);
  }

  /** The tenants with news. */
  get tenants(): string[] {
    return [...this.news.keys()];
  }

  /** What the news since the last call changed, as of the tenants' days. */
  async settle(moments: ReadonlyMap<string, TenantMoment>): Promise<Change[]> {
    const changes: Change[] = [];
    for (const [tenant, customers] of this.news) {
      const moment = moments.get(tenant)!;
      const ladders = await this.open(moment);
      const measured = await this.measure(ladders, moment, [...customers.keys()].sort());
      const all = [...customers.values()];
      const latestOf = latestNews(moment);
      const latest = latestOf(all.flat());
      const occasion = (customerId: string): WindowOccasion => {
        const own = customers.get(customerId);
        const { news, effectiveAt } = own ? latestOf(own) : latest;
        const { order, traceparent } = news;
        return { cause: { type: 'order', ref: order }, effectiveAt, ...(traceparent && { traceparent }) };
      };
      const netBefore = new Map(measured.map((one) => [one.customerId, one.netBefore]));
      const standings = ladders.settle(customers.keys());
      changes.push(...(await this.publish(ladders, moment, { netBefore, standings, occasion })));
      await wakePaces(this.tx, tenant, mayBeBehind(all, moment), moment.day);
    }
    this.news = new Map();
    return changes;
  }

  /** Tells what a tenant's new day changed, or a policy that came into force with it. */
  async turn(moment: TenantMoment, teller: TransitionTeller, started?: PolicyStart): Promise<void> {
    const { policy, day } = moment;
    const ladders = await this.open(moment);
    ladders.beginTurn();
    // Of a million customers only those whom the day moved are worth their memory.
    const netBefore = new Map<string, Amount>();
    // Another policy may have other windows.
    const due = readDue(this.tx, { tenant: policy.tenant, day, everybody: started !== undefined }, CHUNK);
    for await (const customerIds of due) {
      for (const one of await this.measure(ladders, moment, customerIds.sort())) {
        if (one.netBefore !== one.figures.netAmount) netBefore.set(one.customerId, one.netBefore);
      }
    }
    const turned: WindowOccasion = started
      ? { cause: { type: 'policy', ref: started.version }, effectiveAt: started.at }
      : { cause: { type: 'deadline', ref: formatDay(day) }, effectiveAt: startOfDay(day, policy.timeZone) };
    const moments = new Map([[policy.tenant, moment]]);
    const breath = new Breath();
    let found = new Map<string, WindowStanding>();
    const tell = async () => {
      const standings = [...found.values()];
      found = new Map();
      await teller.tell(await this.publish(ladders, moment, { netBefore, standings, occasion: () => turned }), moments);
    };
    for (const piece of ladders.settleAll()) {
      for (const standing of piece) found.set(standing.customerId, standing);
      if (found.size >= TOLD_AT_ONCE) await tell();
      await breath.take();
    }
    await tell();
  }

  private async open(moment: TenantMoment): Promise<WindowLadders> {
    const { tenant, version } = moment.policy;
    let ladders = this.opened.get(tenant);
    if (ladders?.policy.version !== version) {
      ladders = await this.memory.openWindows(this.tx, this.context, moment.policy);
      this.opened.set(tenant, ladders);
    }
    return ladders;
  }

  private async measure(
    ladders: WindowLadders,
    { policy, day }: TenantMoment,
    customerIds: readonly string[],
  ): Promise<MeasuredWindow[]> {
    const windows = { amountDays: policy.value.windowDays, frequencyDays: policy.frequency.windowDays };
    const measured = await refreshWindows(this.tx, { tenant: policy.tenant, day, windows }, customerIds);
    for (const { customerId, figures } of measured) ladders.set(customerId, figures);
    return measured;
  }

  private async publish(
    ladders: WindowLadders,
    moment: TenantMoment,
    { netBefore: before, standings, occasion: occasionOf }: Settled,
  ): Promise<Change[]> {
    const published = await publishStandings(this.tx, moment.policy.tenant, standings);
    return published.flatMap((one) => {
      const netBefore = before.get(one.customer_id);
      const occasion = { ...occasionOf(one.customer_id), ...(netBefore !== undefined && { netBefore }) };
      return windowChanges(one, ladders, moment, occasion);
    });
  }
}

/** Whom the news may put behind its pace this month: less in it, or other figures of the months that make the pace. */
function mayBeBehind(all: readonly AmountNews[][], { policy, day }: TenantMoment): string[] {
  const month = monthOf(day);
  if (day - monthBounds(month).first + 1 < policy.pace.fromDay) return [];
  const first = addMonths(month, -policy.pace.months);
  const matters = (news: AmountNews) =>
    news.month >= first && news.month <= month && !(news.month === month && news.grew);
  return all.filter((news) => news.some(matters)).map(([one]) => one!.customerId);
}
