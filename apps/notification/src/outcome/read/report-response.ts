import { ApiProperty } from '@nestjs/swagger';

/** What orders brought in one currency. */
export class AmountView {
  @ApiProperty() currency!: string;
  @ApiProperty() orders!: number;
  @ApiProperty({ description: 'Net amount, each order once: credited to the last alert before it' }) amount!: string;
}

/** Alerts of customers who stopped, were lost or about to be. */
export class WinBackView {
  @ApiProperty() alerts!: number;
  @ApiProperty({ description: 'Of them, those whose window is over' }) over!: number;
  @ApiProperty({ description: 'Of these, those that are recovered' }) recovered!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'recovered / over' }) rate!: number | null;
}

/** Hours after the alert was raised, by the calendar, of those to which it happened. */
export class HoursView {
  @ApiProperty({ type: Number, nullable: true }) p50!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p90!: number | null;
}

/** What came of alerts that told somebody. */
export class OutcomeFigures {
  @ApiProperty() alerts!: number;
  @ApiProperty({ description: 'Acknowledged or resolved by a person' }) acknowledged!: number;
  @ApiProperty({ description: 'The same, or a task of it was done' }) contacted!: number;
  @ApiProperty({ description: 'Alerts that an order can recover' }) winnable!: number;
  @ApiProperty() recovered!: number;
  @ApiProperty({ type: [AmountView] }) amounts!: AmountView[];
  @ApiProperty() winBack!: WinBackView;
  @ApiProperty() hoursToAcknowledge!: HoursView;
  @ApiProperty() hoursToContact!: HoursView;
}

/** The figures of one rule, person, team, month or kind. */
export class OutcomeReportItem extends OutcomeFigures {
  @ApiProperty({ description: 'Empty for nobody, or no team' }) key!: string;
  @ApiProperty({ description: 'The key in words' }) name!: string;
}

/** Local days, both included. */
export class PeriodView {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
}

export class OutcomeReport extends PeriodView {
  @ApiProperty() by!: string;
  @ApiProperty({ type: [OutcomeReportItem] }) items!: OutcomeReportItem[];
  @ApiProperty() total!: OutcomeFigures;
}

/** How alerts that told somebody were seen to. */
export class ServiceFigures {
  @ApiProperty() alerts!: number;
  @ApiProperty() acknowledged!: number;
  @ApiProperty({ description: 'Acknowledged until they were due' }) withinSla!: number;
  @ApiProperty({ description: 'Due, and not acknowledged by then' }) overdue!: number;
  @ApiProperty({ description: 'The customer ordered before they were due' }) needless!: number;
  @ApiProperty({ description: 'Not due yet' }) waiting!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'withinSla / (withinSla + overdue)' })
  withinSlaShare!: number | null;
  @ApiProperty({ description: 'Steps up' }) escalations!: number;
  @ApiProperty({ description: 'Alerts that went up' }) escalated!: number;
}

/** The figures of one person or team. */
export class ServiceQualityItem extends ServiceFigures {
  @ApiProperty({ description: 'Empty for nobody, or no team' }) key!: string;
}

export class ServiceQualityReport extends PeriodView {
  @ApiProperty() by!: string;
  @ApiProperty({ type: [ServiceQualityItem] }) items!: ServiceQualityItem[];
  @ApiProperty() total!: ServiceFigures;
}

/** Customers who were alerted, or who were held out; each once. */
export class ArmView {
  @ApiProperty({ description: 'Whose window is over' }) customers!: number;
  @ApiProperty({ description: 'Whose window is open: not in the figures yet' }) waiting!: number;
  @ApiProperty({ description: 'Who ordered within the window' }) recovered!: number;
  @ApiProperty({ type: Number, nullable: true }) share!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Net amount of the window a customer, 0 without an order' })
  meanAmount!: string | null;
}

/** Alerted minus held out, with its 95 % confidence interval. */
export class DifferenceView {
  @ApiProperty() estimate!: number;
  @ApiProperty() lower!: number;
  @ApiProperty() upper!: number;
}

/** The same of amounts, rounded to two decimals. */
export class AmountDifferenceView {
  @ApiProperty() estimate!: string;
  @ApiProperty() lower!: string;
  @ApiProperty() upper!: string;
}

/** What being alerted changed in one group of customers. */
export class UpliftItem {
  @ApiProperty({ type: String, nullable: true }) rule!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'YYYY-MM' }) month!: string | null;
  @ApiProperty() alerted!: ArmView;
  @ApiProperty() heldOut!: ArmView;
  @ApiProperty({ type: DifferenceView, nullable: true }) shareUplift!: DifferenceView | null;
  @ApiProperty({ type: AmountDifferenceView, nullable: true }) amountUplift!: AmountDifferenceView | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the amounts' }) currency!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why a difference is not told, in words' })
  note!: string | null;
}

export class UpliftReport extends PeriodView {
  @ApiProperty() by!: string;
  @ApiProperty({ description: 'What is counted, in words' }) unit!: string;
  @ApiProperty({ type: [UpliftItem] }) items!: UpliftItem[];
}
