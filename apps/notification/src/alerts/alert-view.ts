import { ApiProperty } from '@nestjs/swagger';
import { ALERT_STATES, TRANSITION_KINDS } from '@orderweave/contracts';
import { ESCALATION_LEVELS, MUTE_REASONS, RESOLUTIONS } from '@orderweave/domain-notification';
import { TaskView } from '../tasks/task-view.js';

/** Whom an alert is about. */
export class CustomerView {
  @ApiProperty({ description: 'The surviving id, after a merge' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [String] }) identifiers!: string[];
  @ApiProperty({ type: String, nullable: true, description: 'Whose customer it is now' }) owner!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The id that it was raised for, if that has merged into this one',
  })
  formerId!: string | null;
}

/** What to do next. */
export class NextStepView {
  @ApiProperty() play!: string;
  @ApiProperty({ type: [String] }) steps!: string[];
}

/** What orders made of an alert. */
export class RecoveryView {
  @ApiProperty({ description: 'In words' }) text!: string;
  @ApiProperty() orders!: number;
  @ApiProperty({ description: 'Net amount of the window' }) amount!: string;
  @ApiProperty() currency!: string;
  @ApiProperty() firstOrder!: string;
  @ApiProperty() firstPlacedAt!: string;
}

/** An alert as a person reads it, in the language asked for. */
export class AlertView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ALERT_STATES }) state!: string;
  @ApiProperty({ enum: ['info', 'warning', 'critical'] }) severity!: string;
  @ApiProperty() rule!: string;
  @ApiProperty() ruleName!: string;
  @ApiProperty({ description: 'The version of the rules under which it was raised; 0 for the default one' })
  ruleVersion!: number;
  @ApiProperty({ enum: TRANSITION_KINDS }) kind!: string;
  @ApiProperty({ type: String, nullable: true }) label!: string | null;
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'YYYY-MM, for month tiers' }) month!: string | null;
  @ApiProperty() customer!: CustomerView;
  @ApiProperty() title!: string;
  @ApiProperty() summary!: string;
  @ApiProperty({ type: [String] }) why!: string[];
  @ApiProperty({ type: NextStepView, nullable: true }) nextStep!: NextStepView | null;
  @ApiProperty({ type: [String] }) restore!: string[];
  @ApiProperty({ description: 'The moment at which it became true' }) effectiveAt!: string;
  @ApiProperty({ description: "By the tenant's clock" }) raisedAt!: string;
  @ApiProperty({ description: 'When somebody should have acknowledged it' }) dueAt!: string;
  @ApiProperty({ type: String, nullable: true }) acknowledgedAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) acknowledgedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) snoozedUntil!: string | null;
  @ApiProperty({ enum: RESOLUTIONS, nullable: true }) resolution!: string | null;
  @ApiProperty({ type: [String], description: 'Everybody who was told' }) recipients!: string[];
  @ApiProperty({ enum: ESCALATION_LEVELS, description: 'How far up it has gone' }) level!: string;
  @ApiProperty({ enum: MUTE_REASONS, nullable: true, description: 'Why nobody was told' }) muted!: string | null;
  @ApiProperty({ type: RecoveryView, nullable: true, description: 'Orders in time after it; null until there is one' })
  outcome!: RecoveryView | null;
}

/** A page of alerts, newest first. */
export class AlertPage {
  @ApiProperty({ type: [AlertView] }) items!: AlertView[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' }) next!: string | null;
}

/** What somebody did with an alert. */
export class AuditView {
  @ApiProperty() at!: string;
  @ApiProperty() actor!: string;
  @ApiProperty({ type: String, nullable: true }) action!: string | null;
  @ApiProperty({ enum: ALERT_STATES }) state!: string;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A reason, a moment, names' }) detail!: string | null;
}

/** How the delivery to one endpoint stands. */
export class DeliveryView {
  @ApiProperty() endpointId!: string;
  @ApiProperty() channel!: string;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty() url!: string;
  @ApiProperty({ enum: ['gathering', 'gathered', 'pending', 'delivered', 'failed', 'superseded'] }) state!: string;
  @ApiProperty() attempts!: number;
  @ApiProperty({ type: String, nullable: true }) lastAttemptAt!: string | null;
  @ApiProperty({ type: Number, nullable: true }) lastStatus!: number | null;
  @ApiProperty({ type: String, nullable: true }) lastError!: string | null;
  @ApiProperty({ type: Number, nullable: true }) lastLatencyMs!: number | null;
}

/** An alert with everything that is known of it. */
export class AlertDetail extends AlertView {
  @ApiProperty({ type: Object, description: 'The transition that raised it, as it came' }) transition!: unknown;
  @ApiProperty({ type: [DeliveryView] }) deliveries!: DeliveryView[];
  @ApiProperty({ type: [AuditView], description: 'Who did what, oldest first' }) audit!: AuditView[];
  @ApiProperty({ type: [TaskView], description: 'What its play asks for, by due day' }) tasks!: TaskView[];
}

/** How many alerts there are. */
export class AlertCounts {
  @ApiProperty({ description: 'Open or delivered: nobody has seen to them' }) active!: number;
  @ApiProperty({ type: Object, example: { open: 3, acknowledged: 1 } }) byState!: Record<string, number>;
  @ApiProperty({ type: Object, example: { critical: 1 }, description: 'Of the active ones' })
  bySeverity!: Record<string, number>;
}
