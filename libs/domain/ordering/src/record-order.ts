import type { OrderSubmission, RecordedOrder } from '@orderweave/contracts';
import { type Amount, formatAmount, multiplyAmounts, parseAmount } from './amount.js';
import { contentHash } from './content-hash.js';
import { formatDay, localDay } from './day.js';
import { rateOn } from './exchange-rate.js';
import type { Fault } from './faults/fault.js';
import { normaliseIdentifier } from './identifiers.js';
import { formatInstant, parseInstant } from './instant.js';
import { statusCounts, statusRank } from './order-status-rules.js';
import { negateLines, recordLines, type RecordedLines } from './record-lines.js';
import type { TenantSettings } from './tenant-settings.js';
import { amountOf, documentWorth, isTurned } from './value-order.js';

/** Told of what an order was accepted without: an identifier that identifies nobody. */
export type Warn = (fault: Fault) => void;

/**
 * The order that a faultless submission (no `submissionFaults`) stands for: defaults filled in, identifiers normalised, lines multiplied
 * out, value by the tenant's basis and in its base currency.
 *
 * Without updated-at a revision is as old as its order, or as the last refund that it tells of. A credit note is worth what it takes away: if its lines add up to a
 * positive amount they are turned round, quantities too; if they come negative they stay. Without a rate for the day `value` is absent.
 */
export function recordOrder(submission: OrderSubmission, settings: TenantSettings, warn?: Warn): RecordedOrder {
  const { channel, externalId, kind = 'order', status = 'placed', currency } = submission;
  const placed = instantOf(submission.placedAt);
  const placedDay = localDay(placed, settings.timeZone);
  const updatedAt = formatInstant(updatedAtOf(submission, placed));
  const given = recordLines(submission.lines);
  const { lines } = isTurned(submission, given.sum) ? negateLines(given) : given;
  const refunds = refundsOf(submission);
  const rate = rateOn(settings, currency, placedDay);
  const placedAt = formatInstant(placed);
  const rank = statusRank(status);
  const hash = contentHash(submission, [
    kind,
    rank,
    placedAt,
    spellLines(given),
    formatAmount(amountOf(submission.shipping)),
    formatAmount(amountOf(submission.tax)),
    refunds.map(([id, amount]) => [id, formatAmount(amount)]),
  ]);
  return {
    tenant: settings.tenant,
    channel,
    externalId,
    kind,
    ...(submission.refundsOrder !== undefined && { refundsOrder: submission.refundsOrder }),
    status,
    counts: statusCounts(status),
    revision: { updatedAt, rank, hash },
    placedAt,
    placedOn: formatDay(placedDay),
    currency,
    identifiers: identifiersOf(submission, settings, warn),
    ...textsOf(submission),
    lines,
    refunds: refunds.map(([id, amount]) => ({ id, amount: formatAmount(convert(amount, rate)) })),
    ...(rate !== undefined && {
      value: formatAmount(convert(documentWorth(submission, settings, given.sum), rate)),
    }),
    baseCurrency: settings.baseCurrency,
  };
}

function updatedAtOf({ updatedAt, refunds = [] }: OrderSubmission, placed: number): number {
  if (updatedAt !== undefined) return instantOf(updatedAt);
  return Math.max(
    placed,
    ...refunds.flatMap(({ refundedAt }) => (refundedAt === undefined ? [] : instantOf(refundedAt))),
  );
}

function identifiersOf(
  { identifiers = [], channel }: OrderSubmission,
  settings: TenantSettings,
  warn?: Warn,
): string[] {
  const normalised = new Set<string>();
  identifiers.forEach(({ kind, value }, index) => {
    const identifier = normaliseIdentifier(kind, value, channel, settings.defaultCountry);
    if (identifier) normalised.add(identifier);
    else warn?.({ field: `/identifiers/${index}/value`, value, rule: 'unusable-identifier', limit: kind });
  });
  return [...normalised];
}

function textsOf({
  customerName,
  company,
  industry,
  companySize,
  salesRep,
  shipTo,
}: OrderSubmission): Partial<RecordedOrder> {
  return {
    ...(customerName !== undefined && { customerName }),
    ...(company !== undefined && { company }),
    ...(industry !== undefined && { industry }),
    ...(companySize !== undefined && { companySize }),
    ...(salesRep !== undefined && { salesRep }),
    ...(shipTo !== undefined && { shipTo: shipTo as Record<string, string> }),
  };
}

/** Refunds by id; one that is listed twice counts once. */
function refundsOf({ refunds = [] }: OrderSubmission): [string, Amount][] {
  return [...new Map(refunds.map(({ id, amount }) => [id, parseAmount(amount)] as const))];
}

function spellLines({ lines }: RecordedLines): unknown[] {
  return lines.map(({ sku, name, category, quantity, unitPrice, discount }) => [
    sku,
    name,
    category,
    quantity,
    unitPrice,
    discount,
  ]);
}

function convert(amount: Amount, rate: Amount | undefined): Amount {
  return rate === undefined ? amount : multiplyAmounts(amount, rate);
}

function instantOf(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`"${text}" is no instant of the calendar`);
  return instant;
}
