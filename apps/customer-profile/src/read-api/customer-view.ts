import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';

/** Who a customer is. */
export class CustomerSummary {
  @ApiProperty({ example: 'cus_0123456789abcdef0123' })
  customerId!: string;
  @ApiPropertyOptional()
  name?: string;
  @ApiPropertyOptional()
  company?: string;
  @ApiPropertyOptional({ description: 'Salesperson that the customer belongs to' })
  owner?: string;
  @ApiPropertyOptional()
  country?: string;
  @ApiPropertyOptional()
  region?: string;
  @ApiPropertyOptional()
  city?: string;
  @ApiPropertyOptional()
  industry?: string;
  @ApiPropertyOptional()
  companySize?: string;
  @ApiProperty({ description: 'Placed-at of the first document' })
  firstAt!: string;
  @ApiProperty({ type: [String] })
  identifiers!: string[];
}

/** What a customer's documents add up to, in one base currency. */
export class CustomerTotals {
  @ApiProperty()
  currency!: string;
  @ApiProperty({ example: '1234.56' })
  netAmount!: string;
  @ApiProperty({ description: 'Orders that count' })
  orders!: number;
  @ApiProperty({ description: 'Free-standing and attached' })
  creditNotes!: number;
  @ApiProperty({ description: 'Local days with a counted order that was not refunded away' })
  purchaseDays!: number;
  @ApiPropertyOptional()
  firstPurchaseOn?: string;
  @ApiPropertyOptional()
  lastPurchaseOn?: string;
}

/** One document on a customer's timeline. */
export class TimelineEntry {
  @ApiProperty({ enum: ['order', 'credit-note'] })
  kind!: string;
  @ApiProperty({ example: 'shopify-eu/1001' })
  order!: string;
  @ApiPropertyOptional({ description: 'The order that a credit note refunds' })
  refundsOrder?: string;
  @ApiProperty()
  status!: string;
  @ApiProperty()
  placedAt!: string;
  @ApiProperty()
  placedOn!: string;
  @ApiPropertyOptional({ description: 'After refunds, base currency; absent without an exchange rate' })
  netAmount?: string;
  @ApiProperty()
  currency!: string;
  @ApiProperty()
  counts!: boolean;
  @ApiProperty({ description: 'Whether its day is a purchase day' })
  purchase!: boolean;
  @ApiPropertyOptional({ description: 'Days since the purchase day before; for purchases' })
  gapDays?: number;
  @ApiPropertyOptional({ type: [Object], description: 'Credit notes that name the order' })
  creditNotes?: { order: string; status: string; placedOn: string; value?: string }[];
}

/** A word of feedback on a customer's timeline. */
export class FeedbackEntry {
  @ApiProperty({ enum: ['feedback'] })
  kind!: 'feedback';
  @ApiProperty({ example: 'shopify-eu/survey-118' })
  feedback!: string;
  @ApiProperty({ enum: ['csat', 'nps', 'complaint', 'review'] })
  feedbackKind!: string;
  @ApiPropertyOptional()
  score?: number;
  @ApiProperty({ enum: ['negative', 'neutral', 'positive'] })
  sentiment!: string;
  @ApiProperty()
  detractor!: boolean;
  @ApiPropertyOptional({ description: 'In the words of the customer' })
  text?: string;
  @ApiProperty()
  givenAt!: string;
  @ApiPropertyOptional({ description: 'The order that it is about' })
  order?: string;
  @ApiPropertyOptional({ description: 'The product that it is about' })
  sku?: string;
}

/** A customer all round. */
@ApiExtraModels(TimelineEntry, FeedbackEntry)
export class CustomerView extends CustomerSummary {
  @ApiPropertyOptional({ description: 'The id that was asked for, when that is an alias of this customer' })
  askedFor?: string;
  @ApiProperty({ type: [String], description: 'Ids that were merged into this one' })
  aliases!: string[];
  @ApiProperty({ type: [String], description: 'Names that documents call the customer' })
  names!: string[];
  @ApiProperty({ type: [CustomerTotals] })
  totals!: CustomerTotals[];
  @ApiProperty({ type: [Object], description: 'Addresses, phones and e-mail addresses' })
  contactPoints!: { id: string; kind: string; value: unknown }[];
  @ApiProperty({
    description: 'Documents and feedback, newest first',
    type: 'array',
    items: { oneOf: [{ $ref: getSchemaPath(TimelineEntry) }, { $ref: getSchemaPath(FeedbackEntry) }] },
  })
  timeline!: (TimelineEntry | FeedbackEntry)[];
  @ApiProperty({ nullable: true, type: String, description: 'Cursor of the next page of the timeline' })
  next!: string | null;
}
