import { Injectable } from '@nestjs/common';
import { OrderRecorded } from '@orderweave/contracts';
import { firstDays, parseDay, rateOn, TenantDirectory, valueOrder } from '@orderweave/domain-ordering';
import { Database, emit, type Transaction } from '@orderweave/postgres';
import { afterAllDays, readWaiting, waitingFor } from '../orders/waiting-order.js';
import { BEFORE_ALL, type WaitingPlace, type WaitingRange, WaitingOrderStore } from './waiting-order.store.js';

/** Documents of one transaction: few enough that a newer revision of one of them hardly waits for it. */
const BATCH_ORDERS = 250;

/**
 * Values documents that waited for a rate that is there now. Invariant: `orders.recorded` gets the revision in force once more, with its
 * value, in the transaction in which it ceases to wait; a revision that another one overtook meanwhile waits no more, and is not told.
 */
@Injectable()
export class OrderValuer {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDirectory,
    private readonly store: WaitingOrderStore,
  ) {}

  /** Where documents wait that the tenants' rates cover. */
  due(): Promise<WaitingRange[]> {
    const covered = this.tenants.all().flatMap((settings) =>
      [...firstDays(settings)].map(([currency, day]) => ({
        ...{ tenant: settings.tenant, first: waitingFor(currency, day), behind: afterAllDays(currency) },
      })),
    );
    return this.store.due(this.database, covered);
  }

  /** Values a batch behind a place; returns the place of its last document, undefined when there was none. */
  valueBatch(range: WaitingRange, after: WaitingPlace = BEFORE_ALL): Promise<WaitingPlace | undefined> {
    return this.database.transaction((tx) => this.valueWithin(tx, range, after));
  }

  private async valueWithin(
    tx: Transaction,
    range: WaitingRange,
    after: WaitingPlace,
  ): Promise<WaitingPlace | undefined> {
    const settings = this.tenants.get(range.tenant);
    const rows = await this.store.take(tx, range, after, BATCH_ORDERS);
    const valued = rows.flatMap((row) => {
      const { order, worth } = readWaiting(row.waiting);
      const rate = rateOn(settings, order.currency, parseDay(order.placedOn));
      return rate === undefined ? [] : [{ row, order: valueOrder(order, worth, rate) }];
    });
    if (valued.length > 0) {
      await this.store.settle(
        tx,
        valued.map(({ row }) => row),
      );
      tx.publish(valued.map(({ order }) => emit(OrderRecorded, order)));
    }
    const last = rows.at(-1);
    return last && [last.waiting_for, last.channel, last.external_id];
  }
}
