import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { LOCALES, type Locale } from '@orderweave/domain-notification';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { EndpointFilterBody, EndpointView } from '../endpoints/endpoint-dto.js';

/** A webhook to add. */
export class NewWebhookBody {
  @ApiProperty({ example: 'https://example.com/hooks/orderweave', description: 'https, without user or password' })
  @IsString()
  @MaxLength(2000)
  url!: string;

  @ApiPropertyOptional({ type: EndpointFilterBody })
  @IsOptional()
  @ValidateNested()
  @Type(() => EndpointFilterBody)
  filter?: EndpointFilterBody;

  @ApiPropertyOptional({ enum: LOCALES, default: 'en' })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

const SHOWN = ['id', 'filter', 'locale', 'enabled', 'disabledReason', 'createdAt', 'createdBy'] as const;

/** A webhook, without its secret. */
export class WebhookView extends PickType(EndpointView, SHOWN) {
  @ApiProperty() url!: string;
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
