import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A line of an order, in the document's currency. */
export class LineView {
  @ApiProperty()
  sku!: string;
  @ApiPropertyOptional()
  name?: string;
  @ApiPropertyOptional()
  category?: string;
  @ApiProperty({ example: '2' })
  quantity!: string;
  @ApiProperty({ example: '14.665' })
  unitPrice!: string;
  @ApiProperty({ example: '0' })
  discount!: string;
  @ApiProperty({ example: '29.33' })
  amount!: string;
}

/** An order or credit note as it stands. Amounts are decimals; `value` and `netAmount` in the base currency. */
export class OrderView {
  @ApiProperty()
  channel!: string;
  @ApiProperty()
  externalId!: string;
  @ApiPropertyOptional({ description: 'Absent when the order tells of nobody' })
  customerId?: string;
  @ApiProperty({ enum: ['order', 'credit-note'] })
  kind!: string;
  @ApiPropertyOptional({ description: 'The order that a credit note refunds' })
  refundsOrder?: string;
  @ApiProperty()
  status!: string;
  @ApiProperty({ description: 'Whether it contributes to its customer’s amounts' })
  counts!: boolean;
  @ApiProperty()
  placedAt!: string;
  @ApiProperty()
  placedOn!: string;
  @ApiProperty()
  updatedAt!: string;
  @ApiProperty({ description: 'Currency of the document and its lines' })
  currency!: string;
  @ApiProperty({ description: 'Currency of value and net amount' })
  baseCurrency!: string;
  @ApiPropertyOptional({ description: 'Before refunds; absent without an exchange rate' })
  value?: string;
  @ApiPropertyOptional({ description: 'After refunds' })
  netAmount?: string;
  @ApiProperty({ type: [Object], description: 'Refunds that the order itself lists' })
  refunds!: { id: string; amount: string }[];
  @ApiProperty({ type: [Object], description: 'Credit notes that name the order' })
  creditNotes!: { externalId: string; status: string; placedAt: string; value: string | null }[];
  @ApiProperty({ type: [String] })
  identifiers!: string[];
  @ApiPropertyOptional()
  customerName?: string;
  @ApiPropertyOptional()
  company?: string;
  @ApiPropertyOptional()
  salesRep?: string;
  @ApiPropertyOptional({ type: Object })
  shipTo?: Record<string, string>;
  @ApiProperty({ type: [LineView] })
  lines!: LineView[];
}
