import { Module } from '@nestjs/common';
import { TenantDirectory } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { ServiceConfig } from '@orderweave/service';
import { ExchangeRateStore } from './exchange-rate.store.js';
import { OrderValuer } from './order-valuer.js';
import { RateBook } from './rate-book.js';
import { RatesController } from './rates.controller.js';
import { RatesDesk } from './rates-desk.js';
import { UnvaluedMetric } from './unvalued-metric.js';
import { UnvaluedOrdersController } from './unvalued-orders.controller.js';
import { ValuingLoop } from './valuing-loop.js';
import { WaitingOrderStore } from './waiting-order.store.js';

/** Exchange rates and the orders that wait for them; its tenants' settings have the rates of the moment. */
@Module({
  controllers: [RatesController, UnvaluedOrdersController],
  providers: [
    {
      provide: RateBook,
      inject: [ServiceConfig, Database, ExchangeRateStore],
      useFactory: async ({ tenants }: ServiceConfig, database: Database, store: ExchangeRateStore) => {
        const book = new RateBook(database, TenantDirectory.parse(tenants), store);
        await book.open();
        return book;
      },
    },
    { provide: TenantDirectory, inject: [RateBook], useFactory: ({ tenants }: RateBook) => tenants },
    ExchangeRateStore,
    WaitingOrderStore,
    OrderValuer,
    ValuingLoop,
    RatesDesk,
    UnvaluedMetric,
  ],
  exports: [TenantDirectory],
})
export class RatesModule {}
