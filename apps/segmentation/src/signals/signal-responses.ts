import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import type { Language } from '@orderweave/domain-ordering';
import { SIGNALS, type Reason, type SignalName } from '@orderweave/domain-segmentation';
import { NamedCustomer } from '../read-api/named-customer.js';

/** A sign of trouble that a customer gives. */
export class SignalResponse {
  @ApiProperty({ enum: SIGNALS })
  signal!: SignalName;

  @ApiProperty({ type: String, nullable: true, description: 'The product, category or channel that it is about' })
  subject!: string | null;

  @ApiProperty({ description: 'The local day on which it began' })
  since!: string;

  @ApiProperty({ description: 'The local day on which it ends should nothing be recorded' })
  until!: string;

  @ApiProperty({ type: Object, description: 'In words, by language' })
  description!: Record<Language, string>;

  @ApiProperty({
    type: Object,
    isArray: true,
    description: 'Its inputs as of the day on which it began, or was last moved',
  })
  because!: Reason[];
}

/** The signals that a customer gives. */
export class CustomerSignalsResponse {
  @ApiProperty()
  customerId!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The local day as of which it was judged; null if it was not',
  })
  judgedOn!: string | null;

  @ApiProperty({ type: [SignalResponse] })
  items!: SignalResponse[];
}

/** A signal and whose customer gives it. */
export class ListedSignalResponse extends IntersectionType(SignalResponse, NamedCustomer) {}

/** A page of signals. */
export class SignalsResponse {
  @ApiProperty({ type: [ListedSignalResponse] })
  items!: ListedSignalResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' })
  next!: string | null;
}
