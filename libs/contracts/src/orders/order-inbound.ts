import { defineEvent } from '../event-definition.js';
import { OrderSubmission } from './order-submission.js';

/** An order submission that a system writes straight into Kafka; the tenant stands in the header `tenant`. */
export const OrderInbound = defineEvent({
  type: 'orderweave.order-inbound.v1',
  topic: 'orders.inbound',
  schema: OrderSubmission,
  key: (order) => `${order.channel}/${order.externalId}`,
});
