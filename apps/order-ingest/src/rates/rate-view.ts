import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { formatAmount } from '@orderweave/domain-ordering';
import { readWaiting } from '../orders/waiting-order.js';
import type { KeptRate } from './exchange-rate.store.js';
import type { WaitingRow } from './waiting-order.store.js';

/** A rate as it is kept. */
export class RateView {
  @ApiProperty({ example: 'EUR' })
  currency!: string;
  @ApiProperty({
    example: '2026-11-20',
    description: 'Local day from which it holds, until a later one of its currency',
  })
  day!: string;
  @ApiProperty({ example: '7.8312', description: 'Base units for one unit of the currency' })
  rate!: string;
  @ApiProperty({ enum: ['api', 'configuration'] })
  source!: string;
  @ApiPropertyOptional({ description: 'Name of the key that stated it' })
  statedBy?: string;
  @ApiProperty()
  statedAt!: string;
}

/** One page of rates. */
export class RatePageView {
  @ApiProperty({ type: [RateView] })
  items!: RateView[];
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** A document that waits for a rate. */
export class UnvaluedView {
  @ApiProperty()
  channel!: string;
  @ApiProperty()
  externalId!: string;
  @ApiProperty({ enum: ['order', 'credit-note'] })
  kind!: string;
  @ApiProperty()
  status!: string;
  @ApiProperty({ example: 'EUR' })
  currency!: string;
  @ApiProperty({ example: '2026-11-20', description: 'The local day that a rate must cover' })
  placedOn!: string;
  @ApiProperty({ example: '129.5', description: 'Before refunds, in its own currency' })
  amount!: string;
  @ApiProperty({ description: 'Of the revision that waits' })
  updatedAt!: string;
}

/** One page of documents that wait. */
export class UnvaluedPageView {
  @ApiProperty({ type: [UnvaluedView] })
  items!: UnvaluedView[];
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** Shows a rate. */
export function rateView({ currency, day, rate, source, stated_by, stated_at }: KeptRate): RateView {
  const by = stated_by === null ? {} : { statedBy: stated_by };
  return { currency, day, rate, source, ...by, statedAt: stated_at.toISOString() };
}

/** Shows a document that waits. */
export function unvaluedView({ waiting }: WaitingRow): UnvaluedView {
  const { order, worth } = readWaiting(waiting);
  const { channel, externalId, kind, status, currency, placedOn, revision } = order;
  const { updatedAt } = revision;
  return { channel, externalId, kind, status, currency, placedOn, amount: formatAmount(worth), updatedAt };
}
