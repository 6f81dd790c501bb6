import { FeedbackRecorded, OrderRecorded } from '@orderweave/contracts';
import type { TenantDirectory } from '@orderweave/domain-ordering';
import { from, on, topology, type Topology } from '@orderweave/stream';
import { acceptInboundWith, InboundBytes } from './inbound/accept-inbound.js';
import type { OrderGate } from './orders/order-gate.js';

/** order-ingest as one picture. */
export function ingestTopology(gate: OrderGate, tenants: TenantDirectory): Topology {
  return topology(
    'order-ingest',
    from('POST /v1/orders').emits(OrderRecorded),
    from('POST /v1/feedback').emits(FeedbackRecorded),
    from('POST /v1/imports').emits(OrderRecorded),
    from('PUT /v1/rates').emits(OrderRecorded),
    on(InboundBytes).run(acceptInboundWith(gate, tenants)).emits(OrderRecorded),
  );
}
