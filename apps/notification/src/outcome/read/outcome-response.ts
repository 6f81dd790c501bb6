import { ApiProperty } from '@nestjs/swagger';
import { ALERT_STATES, TRANSITION_KINDS } from '@orderweave/contracts';
import { MUTE_REASONS } from '@orderweave/domain-notification';
import { OUTCOME_STATES } from './outcome-query.js';

/** The first order after an alert. */
export class FirstOrderView {
  @ApiProperty({ example: 'tmall/1001' }) order!: string;
  @ApiProperty() placedAt!: string;
  @ApiProperty({ description: 'Net amount, decimal' }) amount!: string;
}

/** What came of one alert. */
export class OutcomeItem {
  @ApiProperty() alertId!: string;
  @ApiProperty() rule!: string;
  @ApiProperty() ruleName!: string;
  @ApiProperty({ enum: TRANSITION_KINDS }) kind!: string;
  @ApiProperty({ description: 'The surviving id, where customers merged' }) customerId!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty({ type: String, nullable: true }) owner!: string | null;
  @ApiProperty({ description: "By the tenant's clock" }) raisedAt!: string;
  @ApiProperty({ enum: ALERT_STATES }) state!: string;
  @ApiProperty({ enum: MUTE_REASONS, nullable: true, description: 'Why nobody was told' }) muted!: string | null;
  @ApiProperty({ enum: OUTCOME_STATES }) outcome!: string;
  @ApiProperty({ description: 'An order counts when it is placed after this moment' }) windowStartsAt!: string;
  @ApiProperty({ description: 'and not after this one' }) windowEndsAt!: string;
  @ApiProperty({ description: 'Orders in the window' }) orders!: number;
  @ApiProperty({ description: 'Net amount of the window, credit notes included' }) amount!: string;
  @ApiProperty({ type: String, nullable: true }) currency!: string | null;
  @ApiProperty({ type: FirstOrderView, nullable: true }) first!: FirstOrderView | null;
  @ApiProperty({ description: 'Orders that no later alert of the customer preceded; adds up over alerts' })
  creditedOrders!: number;
  @ApiProperty({ description: 'Their net amount; adds up over alerts' }) creditedAmount!: string;
}

/** A page of outcomes, those of the newest alerts first. */
export class OutcomePage {
  @ApiProperty({ type: [OutcomeItem] }) items!: OutcomeItem[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' }) next!: string | null;
}
