import { Module } from '@nestjs/common';
import { ChannelsController } from './channels.controller.js';
import { CustomersController } from './customers.controller.js';
import { CustomersKnownMetric } from './customers-known-metric.js';
import { OrdersController } from './orders.controller.js';

/** What people ask of the order network. */
@Module({
  controllers: [CustomersController, OrdersController, ChannelsController],
  providers: [CustomersKnownMetric],
})
export class ReadApiModule {}
