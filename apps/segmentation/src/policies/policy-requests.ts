import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { policySchema } from '@orderweave/domain-segmentation';
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const LARGEST = 2 ** 31 - 1;

/** The body of `POST /v1/policies` and `POST /v1/policies/validate`. */
export class DraftBody {
  @ApiProperty({
    ...(JSON.parse(JSON.stringify(policySchema())) as object),
    description: 'What is left out is as in the version that it is based on',
  })
  @IsObject({ message: 'give an object with the sections that differ' })
  document!: Record<string, unknown>;

  @ApiPropertyOptional({ type: Number, description: 'Version to start from; without it the one in force' })
  @IsOptional()
  @IsInt({ message: 'give the number of a version' })
  @Min(1)
  @Max(LARGEST)
  basedOn?: number;

  @ApiPropertyOptional({ description: 'What it is for' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}

/** Why something is done. */
export class DeedBody {
  @ApiPropertyOptional({ description: 'Why; kept in the audit' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}

/** The body of `POST /v1/policies/:version/activate` and `POST /v1/policies/rollback`. */
export class ActivateBody extends DeedBody {
  @ApiPropertyOptional({
    example: '2026-03-01T00:00:00+08:00',
    description:
      "In force from the first local midnight at or after it; without it from the next one on the tenant's clock",
  })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'give an ISO 8601 instant, such as 2026-03-01T00:00:00+08:00' })
  @Matches(/T.*(Z|[+-]\d{2}:\d{2})$/, { message: 'give the time and its offset (Z or +08:00)' })
  at?: string;
}

/** The body of `POST /v1/policies/:version/dry-run`. */
export class DryRunBody {
  @ApiPropertyOptional({ minimum: 1, maximum: 36, default: 6, description: 'Closed months to look back on' })
  @IsOptional()
  @IsInt({ message: 'give a whole number of months' })
  @Min(1)
  @Max(36)
  months?: number;
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
