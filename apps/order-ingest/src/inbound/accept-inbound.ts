import { OrderInbound, type EventDefinition } from '@orderweave/contracts';
import { type Fault, TenantDirectory } from '@orderweave/domain-ordering';
import { deadLetter, type BatchHandler, type Outcome, type Received } from '@orderweave/stream';
import { judgeSubmission } from '../orders/judge-submission.js';
import { OrderGate } from '../orders/order-gate.js';
import { countResults } from '../orders/order-metrics.js';
import type { Judged } from '../orders/submission.js';

/** `orders.inbound` as bytes: what does not fit its schema is a faulty order, and goes to quarantine like any other. */
export const InboundBytes: EventDefinition<Buffer> = { ...OrderInbound, key: () => '', decode: (bytes) => bytes };

/** Takes orders that systems write straight into Kafka to the gate. */
export function acceptInboundWith(gate: OrderGate, tenants: TenantDirectory): BatchHandler<Received<Buffer>> {
  return async function acceptInbound(records, tx) {
    const outcomes = new Map<Received, Outcome>();
    const now = Date.now();
    const judged = records.flatMap((record): Judged[] => {
      const tenant = tenantOf(record, tenants);
      if (tenant !== undefined) return [judgeRecord(record, tenants, tenant, now)];
      const stated = record.headers['tenant'] ?? '(none)';
      outcomes.set(
        record,
        deadLetter('UNKNOWN_TENANT', new Error(`the header "tenant" names no known tenant: ${stated}`)),
      );
      return [];
    });
    const results = await gate.admit(tx, judged, now);
    tx.onCommit(() => countResults(results));
    return { outcomes };
  };
}

/** The tenant that the header names; where there is but one, it need not be named. */
function tenantOf({ headers }: Received<Buffer>, tenants: TenantDirectory): string | undefined {
  const stated = headers['tenant'];
  if (stated !== undefined) return tenants.has(stated) ? stated : undefined;
  const [only, ...more] = tenants.all();
  return more.length === 0 ? only?.tenant : undefined;
}

function judgeRecord(
  { payload, traceparent }: Received<Buffer>,
  tenants: TenantDirectory,
  tenant: string,
  now: number,
): Judged {
  const common = {
    settings: tenants.get(tenant),
    source: 'kafka',
    original: () => payload,
    channels: ['*'],
    traceparent,
  };
  try {
    return judgeSubmission({ ...common, value: JSON.parse(payload.toString('utf8')) as unknown }, now);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const faults: Fault[] = [{ field: '', value: error.message, rule: 'not-json' }];
    return { submission: { ...common, value: undefined }, channel: undefined, faults };
  }
}
