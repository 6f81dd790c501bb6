import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TRANSITION_KINDS, type Transition } from '@orderweave/contracts';
import { NamedCustomer } from '../read-api/named-customer.js';

/** A change of one customer, as it was told, and who the customer is by now. */
export class TransitionResponse extends NamedCustomer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ enum: TRANSITION_KINDS })
  kind!: Transition['kind'];

  @ApiPropertyOptional({ enum: ['live', 'final', 'restated'], description: 'Of tiers' })
  basis?: Transition['basis'];

  @ApiPropertyOptional({ description: 'Of tiers, YYYY-MM' })
  month?: string;

  @ApiProperty({ type: String, nullable: true, description: 'The state before; of segments the id, or null outside' })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true })
  to!: string | null;

  @ApiPropertyOptional({ description: 'Such as `up`, `abnormal-stop`, `entered`, `began`' })
  label?: string;

  @ApiProperty({ description: 'When it became true, ISO 8601 in UTC' })
  effectiveAt!: string;

  @ApiProperty({ description: "When it was recorded, by the tenant's clock" })
  recordedAt!: string;

  @ApiProperty({ type: Object, description: 'What brought it about: type and reference' })
  cause!: Transition['cause'];

  @ApiProperty({ type: Object, description: 'Inputs with thresholds, the last orders that mattered, policy and model' })
  because!: Transition['because'];

  @ApiProperty()
  alertable!: boolean;
}

/** A page of transitions. */
export class TransitionsResponse {
  @ApiProperty({ type: [TransitionResponse] })
  items!: TransitionResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' })
  next!: string | null;
}
