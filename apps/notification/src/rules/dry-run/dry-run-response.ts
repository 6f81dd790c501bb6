import { ApiProperty } from '@nestjs/swagger';

/** A day and its alerts. */
export class DayTally {
  @ApiProperty({ description: 'Local day, YYYY-MM-DD' }) day!: string;
  @ApiProperty() alerts!: number;
}

/** A rule and its alerts. */
export class RuleTally {
  @ApiProperty() rule!: string;
  @ApiProperty() alerts!: number;
}

/** A person and the alerts that would have come. */
export class PersonTally {
  @ApiProperty() person!: string;
  @ApiProperty() alerts!: number;
  @ApiProperty({ type: DayTally, nullable: true }) busiestDay!: DayTally | null;
}

/** What rules would have raised. */
export class TrialTally {
  @ApiProperty({ description: 'Alerts of which somebody would have been told, or that nobody was there for' })
  alerts!: number;
  @ApiProperty({ description: 'People who would have been told' }) people!: number;
  @ApiProperty({ type: DayTally, nullable: true }) busiestDay!: DayTally | null;
  @ApiProperty({ type: [RuleTally], description: 'Most alerts first' }) byRule!: RuleTally[];
  @ApiProperty({ type: Object, example: { critical: 3, warning: 30 } }) bySeverity!: Record<string, number>;
  @ApiProperty({ type: [PersonTally], description: 'Most alerts first' }) byPerson!: PersonTally[];
  @ApiProperty({ type: [DayTally], description: 'Days with alerts' }) byDay!: DayTally[];
  @ApiProperty({ type: Object, example: { inhibited: 2 }, description: 'Alerts that nobody would have been told of' })
  muted!: Record<string, number>;
  @ApiProperty({ type: Object, example: { throttled: 4, 'no-rule': 950 }, description: 'Transitions without an alert' })
  silent!: Record<string, number>;
}

/** One of the alerts. */
export class TrialSample {
  @ApiProperty() rule!: string;
  @ApiProperty() severity!: string;
  @ApiProperty() title!: string;
  @ApiProperty() customerId!: string;
  @ApiProperty({ type: [String] }) recipients!: string[];
  @ApiProperty({ description: "By the tenant's clock" }) raisedAt!: string;
}

/** What rules would have raised in the last days, beside those in force. */
export class RuleTrial {
  @ApiProperty({ type: Number, nullable: true, description: 'Null for a document that is not saved' })
  version!: number | null;
  @ApiProperty({ description: 'The version in force, 0 for the default one' }) activeVersion!: number;
  @ApiProperty({ description: 'First and last local day that was looked at' }) from!: string;
  @ApiProperty() to!: string;
  @ApiProperty({ description: 'How many transitions were looked at' }) transitions!: number;
  @ApiProperty({ description: 'False where there were so many that only the newest days were looked at' })
  complete!: boolean;
  @ApiProperty({ example: '41 alerts, 7 people, busiest day 9' }) summary!: string;
  @ApiProperty({ type: TrialTally }) proposed!: TrialTally;
  @ApiProperty({ type: TrialTally }) inForce!: TrialTally;
  @ApiProperty({ type: [TrialSample], description: 'Some alerts of each rule' }) samples!: TrialSample[];
}
