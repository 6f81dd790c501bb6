import { ApiPropertyOptional } from '@nestjs/swagger';
import { chooseLanguage, type Language } from '@orderweave/domain-ordering';
import { IsIn, IsOptional } from 'class-validator';

const LANGUAGES = ['zh-CN', 'en'] as const satisfies readonly Language[];

/** Language of what is said about faults; without it that of Accept-Language. */
export class WordingQuery {
  @ApiPropertyOptional({ enum: LANGUAGES })
  @IsOptional()
  @IsIn(LANGUAGES)
  locale?: Language;
}

/** The language asked for, else the one that Accept-Language wants most; English failing that. */
export function languageFor(asked: unknown, accepted: string | undefined): Language {
  return LANGUAGES.find((language) => language === asked) ?? chooseLanguage(accepted);
}
