import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TRANSITION_KINDS } from '@orderweave/contracts';
import { LOCALES, type Locale } from '@orderweave/domain-notification';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';

const SEVERITIES = ['info', 'warning', 'critical'];

/** Which alerts a webhook gets; what is left out does not restrict. */
export class WebhookFilterBody {
  @ApiPropertyOptional({ enum: SEVERITIES, isArray: true })
  @IsOptional()
  @IsArray()
  @IsIn(SEVERITIES, { each: true })
  severities?: string[];

  @ApiPropertyOptional({ enum: TRANSITION_KINDS, isArray: true })
  @IsOptional()
  @IsArray()
  @IsIn(TRANSITION_KINDS, { each: true })
  kinds?: string[];

  @ApiPropertyOptional({ type: [String], description: 'Ids of rules' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  rules?: string[];
}

/** A webhook to add. */
export class NewWebhookBody {
  @ApiProperty({ example: 'https://example.com/hooks/orderweave', description: 'https, without user or password' })
  @IsString()
  @MaxLength(2000)
  url!: string;

  @ApiPropertyOptional({ type: WebhookFilterBody })
  @IsOptional()
  @ValidateNested()
  @Type(() => WebhookFilterBody)
  filter?: WebhookFilterBody;

  @ApiPropertyOptional({ enum: LOCALES, default: 'en' })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

/** A webhook, without its secret. */
export class WebhookView {
  @ApiProperty() id!: string;
  @ApiProperty() url!: string;
  @ApiProperty() filter!: WebhookFilterBody;
  @ApiProperty({ enum: LOCALES }) locale!: string;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ type: String, nullable: true }) disabledReason!: string | null;
  @ApiProperty() createdAt!: string;
  @ApiProperty() createdBy!: string;
}

/** A webhook that was just added: the only answer that shows its secret. */
export class CreatedWebhook extends WebhookView {
  @ApiProperty({ description: 'Signs deliveries (Standard Webhooks); shown this once' }) secret!: string;
}

/** All webhooks of the tenant. */
export class WebhookList {
  @ApiProperty({ type: [WebhookView] }) items!: WebhookView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

/** How a test delivery ended. */
export class WebhookTestResult {
  @ApiProperty() delivered!: boolean;
  @ApiProperty({ type: Number, nullable: true }) status!: number | null;
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty() latencyMs!: number;
}
