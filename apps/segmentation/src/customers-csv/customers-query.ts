import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Frequency, Risk, Stage, Tier, ValueBand } from '@orderweave/domain-segmentation';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { CustomerFilter } from './customer-filter.js';
import { PageCursor, PageLimit } from '@orderweave/service';

const TIERS = ['A', 'B', 'C', 'D'] as const;
const BANDS = ['high', 'mid', 'low'] as const;
const FREQUENCIES = ['frequent', 'occasional', 'dormant', 'prospect'] as const;
const STAGES = [
  'intent',
  'potential',
  'new',
  'growing',
  'mature',
  'losing',
  'churned',
  'reacquired',
] as const satisfies readonly Stage[];
const RISKS = ['healthy', 'watch', 'at-risk', 'lost'] as const;

/** Which customers; all that is given must hold. */
export class CustomersFilterQuery implements CustomerFilter {
  @ApiPropertyOptional({ enum: TIERS, description: 'Live tier of the current month' })
  @IsOptional()
  @IsIn(TIERS)
  tier?: Tier;

  @ApiPropertyOptional({ enum: TIERS, description: 'Final tier of the last closed month' })
  @IsOptional()
  @IsIn(TIERS)
  finalTier?: Tier;

  @ApiPropertyOptional({ enum: BANDS })
  @IsOptional()
  @IsIn(BANDS)
  valueBand?: ValueBand;

  @ApiPropertyOptional({ enum: FREQUENCIES })
  @IsOptional()
  @IsIn(FREQUENCIES)
  frequency?: Frequency;

  @ApiPropertyOptional({ example: 'champions', description: "A group of the policy's RFM table" })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  rfmGroup?: string;

  @ApiPropertyOptional({ enum: STAGES })
  @IsOptional()
  @IsIn(STAGES)
  stage?: Stage;

  @ApiPropertyOptional({ enum: RISKS })
  @IsOptional()
  @IsIn(RISKS)
  risk?: Risk;

  @ApiPropertyOptional({ description: 'Id of a segment; see GET /v1/segments' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  segment?: string;

  @ApiPropertyOptional({ description: 'Salesperson; a rep sees own customers in any case' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  owner?: string;

  @ApiPropertyOptional({ example: '1000', description: 'Least net amount of the trailing 365 days, decimal text' })
  @IsOptional()
  @Matches(/^-?\d{1,18}(\.\d{1,12})?$/, { message: 'write a decimal number, such as 1000 or 99.95' })
  minNet365?: string;
}

/** Which page of which customers. */
export class CustomersQuery extends CustomersFilterQuery {
  @PageCursor()
  cursor?: string;

  @PageLimit(1000, 100)
  limit = 100;
}
