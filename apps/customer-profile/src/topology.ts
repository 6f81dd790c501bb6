import { CustomerActivity, CustomerProfiled, OrderRecorded } from '@orderweave/contracts';
import { on, topology } from '@orderweave/stream';
import { applyOrdersTo } from './network/apply-orders.handler.js';
import type { SettleParts } from './network/settle-orders.js';

/** customer-profile as one picture: orders come in; who their customers are and what each order means to them goes out. */
export const customerProfileTopology = (parts: SettleParts) =>
  topology('customer-profile', on(OrderRecorded).run(applyOrdersTo(parts)).emits(CustomerProfiled, CustomerActivity));
