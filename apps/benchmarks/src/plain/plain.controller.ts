import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { RecordedOrder } from '@orderweave/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { PlainAlert, PlainIdentifier, PlainLine, PlainMonth, PlainOrder } from './plain-entities.js';

/** Those whose tier is no longer what is stored: one ranking query over the month, as it is usually written. */
const CHANGED = `
  SELECT "customerId", stored AS "from", tier AS "to" FROM (
    SELECT "customerId", tier AS stored,
           CASE WHEN amount <= 0 THEN NULL
                WHEN ahead * 10 < n * 2 THEN 'A'
                WHEN ahead * 10 < n * 8 THEN 'B' ELSE 'C' END AS tier
      FROM (SELECT m.*, rank() OVER (ORDER BY amount DESC) - 1 AS ahead, count(*) FILTER (WHERE amount > 0) OVER () AS n
              FROM plain_month m WHERE month = $1) ranked) judged
   WHERE tier IS DISTINCT FROM stored`;

/**
 * The plain way: one message at a time, `save()` for every entity, one query to rank. A correct and usual program, with a
 * transaction a message; it finds customers by identifier but cannot merge them.
 */
@Controller()
export class PlainController {
  constructor(private readonly source: DataSource) {}

  @EventPattern('plain.orders')
  async handle(@Payload() order: RecordedOrder): Promise<void> {
    await this.source.transaction((manager) => this.record(manager, order));
  }

  private async record(manager: EntityManager, order: RecordedOrder): Promise<void> {
    const id = `${order.channel}/${order.externalId}`;
    const known = await manager.findOneBy(PlainOrder, { id });
    if (known && known.updatedAt >= order.revision.updatedAt) return;
    const customerId = await this.customerOf(manager, order.identifiers);
    const month = order.placedOn.slice(0, 7);
    await manager.save(
      manager.create(PlainOrder, {
        ...{ id, customerId, month, updatedAt: order.revision.updatedAt },
        ...{ netAmount: order.value ?? '0', counts: order.counts },
        lines: order.lines.map(({ sku, quantity, unitPrice }) =>
          manager.create(PlainLine, { sku, quantity, unitPrice }),
        ),
      }),
    );
    if (!customerId) return;
    const { sum } = (await manager
      .createQueryBuilder(PlainOrder, 'o')
      .select('sum(o."netAmount")', 'sum')
      .where({ customerId, month, counts: true })
      .getRawOne<{ sum: string | null }>()) ?? { sum: null };
    const entry = await manager.findOneBy(PlainMonth, { customerId, month });
    await manager.save(
      manager.create(PlainMonth, { customerId, month, tier: entry?.tier ?? null, amount: sum ?? '0' }),
    );
    await this.alert(manager, month, id);
  }

  private async customerOf(manager: EntityManager, identifiers: readonly string[]): Promise<string | null> {
    const [first] = identifiers;
    if (!first) return null;
    const [known] = await manager.findBy(PlainIdentifier, { value: In([...identifiers]) });
    const customerId = known?.customerId ?? first;
    await manager.save(identifiers.map((value) => manager.create(PlainIdentifier, { value, customerId })));
    return customerId;
  }

  private async alert(manager: EntityManager, month: string, orderId: string): Promise<void> {
    const changes = (await manager.query(CHANGED, [month])) as Pick<PlainAlert, 'customerId' | 'from' | 'to'>[];
    for (const change of changes) {
      await manager.update(PlainMonth, { customerId: change.customerId, month }, { tier: change.to });
      await manager.save(manager.create(PlainAlert, { ...change, month, orderId }));
    }
  }
}
