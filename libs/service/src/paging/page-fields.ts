import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** The field `cursor` of a list's query: the "next" of the page before, of at most so many characters. */
export function PageCursor(longest = 1_000): PropertyDecorator {
  const description = 'The "next" of the page before';
  return applyDecorators(ApiPropertyOptional({ description }), IsOptional(), IsString(), MaxLength(longest));
}

/** The field `limit` of a list's query: most items of a page, from 1 to `most`. */
export function PageLimit(most: number, usual: number): PropertyDecorator {
  const shown = ApiPropertyOptional({ type: Number, minimum: 1, maximum: most, default: usual });
  return applyDecorators(shown, IsOptional(), Type(() => Number) as PropertyDecorator, IsInt(), Min(1), Max(most));
}
