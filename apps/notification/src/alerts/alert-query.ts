import { ApiPropertyOptional } from '@nestjs/swagger';
import { ALERT_STATES, TRANSITION_KINDS } from '@orderweave/contracts';
import { LOCALES, type Locale } from '@orderweave/domain-notification';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const SEVERITIES = ['info', 'warning', 'critical'];
/** `a,b` or repeated parameters as a list. */
const List = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : [value].flat().join(',').split(',')));

/** Language of the answer; without it that of Accept-Language. */
export class LocaleQuery {
  @ApiPropertyOptional({ enum: LOCALES })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

/** Which alerts; lists are separated by commas. */
export class AlertSelection extends LocaleQuery {
  @ApiPropertyOptional({ enum: ALERT_STATES, isArray: true })
  @IsOptional()
  @List()
  @IsIn(ALERT_STATES, { each: true })
  state?: string[];

  @ApiPropertyOptional({ enum: SEVERITIES, isArray: true })
  @IsOptional()
  @List()
  @IsIn(SEVERITIES, { each: true })
  severity?: string[];

  @ApiPropertyOptional({ enum: TRANSITION_KINDS, isArray: true })
  @IsOptional()
  @List()
  @IsIn(TRANSITION_KINDS, { each: true })
  kind?: string[];

  @ApiPropertyOptional({ description: "Customers' owner; a rep sees only own customers whatever is asked" })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  owner?: string;

  @ApiPropertyOptional({ description: 'Customer id' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customer?: string;
}

/** Which alerts, and which page of them. */
export class AlertListQuery extends AlertSelection {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

/** What a person says when acting on an alert. */
export class ActionBody {
  @ApiPropertyOptional({ maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}
