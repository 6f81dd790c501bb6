import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TASK_KINDS, VISIT_AIMS } from '@orderweave/domain-notification';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { LocaleQuery } from '../alerts/alert-query.js';

/** Which week of whom. */
export class VisitPlanQuery extends LocaleQuery {
  @ApiPropertyOptional({ example: '2026-W48', description: 'ISO 8601 week; that of today unless told' })
  @IsOptional()
  @Matches(/^\d{4}-W\d{2}$/, { message: 'write an ISO week, such as "2026-W48"' })
  week?: string;

  @ApiPropertyOptional({ description: 'Whose plan; a rep’s own, and the caller’s unless told' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  person?: string;
}

/** A customer to see to. */
export class VisitView {
  @ApiProperty({ type: String, nullable: true, description: 'YYYY-MM-DD; null where no day has room' })
  day!: string | null;
  @ApiProperty({ enum: VISIT_AIMS }) why!: string;
  @ApiProperty({ enum: TASK_KINDS }) kind!: string;
  @ApiProperty() kindName!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true, description: 'At the newest close' }) tier!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'At the close before' }) previousTier!: string | null;
  @ApiProperty() reason!: string;
  @ApiProperty() aim!: string;
  @ApiProperty({ type: String, nullable: true }) task!: string | null;
}

/** The plan of a week: at most 1,000 visits, by day. */
export class VisitPlanView {
  @ApiProperty({ example: '2026-W48' }) week!: string;
  @ApiProperty() person!: string;
  @ApiProperty({ description: 'The month whose tiers it goes by' }) closedMonth!: string;
  @ApiProperty({ description: 'Customers a day that the plan has room for' }) perDay!: number;
  @ApiProperty({ type: [VisitView] }) visits!: VisitView[];
  @ApiProperty({ description: 'What no day of the week has room for' }) left!: number;
}
