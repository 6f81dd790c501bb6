import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LOCALES, RuleDocument, type Locale } from '@orderweave/domain-notification';
import { IsIn, IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';
import { DeedBody } from '@orderweave/service';

const LARGEST = 2 ** 31 - 1;

/** Language of what is said about faults; without it that of Accept-Language. */
export class WordingQuery {
  @ApiPropertyOptional({ enum: LOCALES })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

/** The body of `POST /v1/rules`, `/validate` and `/dry-run`. */
export class RulesBody extends DeedBody {
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
}
