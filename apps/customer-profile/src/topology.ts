import {
  CustomerActivity,
  CustomerFeedback,
  CustomerProfiled,
  FeedbackRecorded,
  OrderRecorded,
} from '@orderweave/contracts';
import { on, topology } from '@orderweave/stream';
import { applyFeedbackTo } from './feedback/apply-feedback.handler.js';
import { followOrders } from './feedback/follow-orders.js';
import { applyOrdersTo } from './network/apply-orders.handler.js';
import type { SettleParts } from './network/settle-orders.js';

/** customer-profile as one picture: orders and feedback come in; who their customers are and what each means to them goes out. */
export const customerProfileTopology = (parts: SettleParts) =>
  topology(
    'customer-profile',
    on(OrderRecorded)
      .run(followOrders(applyOrdersTo(parts), parts))
      .emits(CustomerProfiled, CustomerActivity, CustomerFeedback),
    on(FeedbackRecorded).run(applyFeedbackTo(parts)).emits(CustomerFeedback),
  );
