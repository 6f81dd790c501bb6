import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LOCALES, RuleDocument, type Locale } from '@orderweave/domain-notification';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const LARGEST = 2 ** 31 - 1;

/** Language of what is said about faults; without it that of Accept-Language. */
export class WordingQuery {
  @ApiPropertyOptional({ enum: LOCALES })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

/** The body of `POST /v1/rules`, `/validate` and `/dry-run`. */
export class RulesBody {
  @ApiProperty({
    ...(JSON.parse(JSON.stringify(RuleDocument)) as object),
    description: 'Sections that are left out are as in the version that it is based on',
  })
  @IsObject({ message: 'give an object with the sections that differ' })
  document!: Record<string, unknown>;

  @ApiPropertyOptional({
    type: Number,
    description: 'Version to start from, 0 for the default; without it the one in force',
  })
  @IsOptional()
  @IsInt({ message: 'give the number of a version' })
  @Min(0)
  @Max(LARGEST)
  basedOn?: number;

  @ApiPropertyOptional({ description: 'What it is for' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}

/** Why something is done. */
export class RuleDeedBody {
  @ApiPropertyOptional({ description: 'Why; kept in the audit' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}

/** The body of `POST /v1/rules/:version/activate` and `POST /v1/rules/rollback`. */
export class ActivateRulesBody extends RuleDeedBody {
  @ApiPropertyOptional({
    example: '2026-03-01T00:00:00+08:00',
    description: "In force from this moment of the tenant's clock on; without it at once",
  })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'give an ISO 8601 instant, such as 2026-03-01T00:00:00+08:00' })
  @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/, { message: 'give the time and its offset (Z or +08:00)' })
  at?: string;
}

/** A page of a list that is sorted by a number, newest first. */
export class NewestFirstQuery {
  @ApiPropertyOptional({ description: 'The "next" of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'pass "next" of the page before, unchanged' })
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  cursor?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}
