import { ApiPropertyOptional } from '@nestjs/swagger';
import { ALERT_STATES, TRANSITION_KINDS } from '@orderweave/contracts';
import {
  ALERT_ACTIONS,
  LOCALES,
  RESOLVE_REASONS,
  type AlertAction,
  type Locale,
  type ResolveReason,
} from '@orderweave/domain-notification';
import { Transform } from 'class-transformer';
import { IsIn, IsISO8601, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { PageCursor, PageLimit } from '@orderweave/service';

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

  @ApiPropertyOptional({ description: "Customers' present owner; a rep sees only own customers whatever is asked" })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  owner?: string;

  @ApiPropertyOptional({ description: 'Customer id; those of merged customers are among them' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customer?: string;

  @ApiPropertyOptional({ description: "Part of a customer's name, in upper or lower case, or a customer's id" })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  search?: string;
}

/** Which alerts, and which page of them. */
export class AlertListQuery extends AlertSelection {
  @PageCursor(500)
  cursor?: string;

  @PageLimit(200, 50)
  limit = 50;
}

/** Which alert, and what is done with it. */
export class AlertActionParams {
  @IsString()
  @MaxLength(200)
  id!: string;

  @IsIn(ALERT_ACTIONS)
  action!: AlertAction;
}

/** What a person says when acting on an alert. */
export class ActionBody {
  @ApiPropertyOptional({ maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;

  @ApiPropertyOptional({ enum: RESOLVE_REASONS, description: 'Why it is settled, for `resolve`; `other` unless told' })
  @IsOptional()
  @IsIn(RESOLVE_REASONS)
  reason?: ResolveReason;

  @ApiPropertyOptional({ description: 'Until when, for `snooze`; the same time of the next working day unless told' })
  @IsOptional()
  @IsISO8601({ strict: true })
  until?: string;
}
