import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PeriodQuery } from './period-query.js';

/** By what alerts are put together. */
export const REPORT_GROUPS = ['rule', 'person', 'team', 'month', 'kind'] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];
export const UPLIFT_GROUPS = ['rule-month', 'rule', 'month'] as const;
export type UpliftGroup = (typeof UPLIFT_GROUPS)[number];
export const SERVICE_GROUPS = ['person', 'team'] as const;
export type ServiceGroup = (typeof SERVICE_GROUPS)[number];

/** Whose alerts; a rep gets own ones, whatever is asked. */
export class TeamPeriodQuery extends PeriodQuery {
  @ApiPropertyOptional({ description: "Customers' owner" })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person?: string;

  @ApiPropertyOptional({ description: 'Team of the owner' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  team?: string;
}

export class OutcomeReportQuery extends TeamPeriodQuery {
  @ApiPropertyOptional({ enum: REPORT_GROUPS, default: 'rule' })
  @IsOptional()
  @IsIn(REPORT_GROUPS)
  by: ReportGroup = 'rule';
}

export class ServiceQualityQuery extends TeamPeriodQuery {
  @ApiPropertyOptional({ enum: SERVICE_GROUPS, default: 'person' })
  @IsOptional()
  @IsIn(SERVICE_GROUPS)
  by: ServiceGroup = 'person';
}

export class UpliftQuery extends PeriodQuery {
  @ApiPropertyOptional({
    enum: UPLIFT_GROUPS,
    default: 'rule-month',
    description: 'A customer is counted once in each',
  })
  @IsOptional()
  @IsIn(UPLIFT_GROUPS)
  by: UpliftGroup = 'rule-month';
}
