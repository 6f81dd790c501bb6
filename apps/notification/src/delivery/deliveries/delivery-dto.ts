import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageCursor, PageLimit } from '@orderweave/service';

const STATES = ['gathering', 'gathered', 'pending', 'delivered', 'failed', 'superseded'];

/** Which deliveries; what is left out does not restrict. */
export class DeliverySelection {
  @ApiPropertyOptional({ description: 'Alert id' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  alert?: string;

  @ApiPropertyOptional({ description: 'Endpoint id' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  endpoint?: string;

  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: string;
}

/** Which deliveries, and which page of them. */
export class DeliveryListQuery extends DeliverySelection {
  @PageCursor(800)
  cursor?: string;

  @PageLimit(200, 50)
  limit = 50;
}

/** What to send again: of an alert, of an endpoint, or both; at most 1,000 at once. */
export class ResendBody extends DeliverySelection {}

/** How many deliveries are under way again. */
export class ResendResult {
  @ApiProperty() resent!: number;
}

/** How one message stands at one endpoint. */
export class DeliveryItem {
  @ApiProperty() alertId!: string;
  @ApiProperty() endpointId!: string;
  @ApiProperty({ enum: STATES }) state!: string;
  @ApiProperty() attempts!: number;
  @ApiProperty() createdAt!: string;
  @ApiProperty({ description: 'Of the next attempt, while it is pending' }) dueAt!: string;
  @ApiProperty({ type: Number, nullable: true }) lastStatus!: number | null;
  @ApiProperty({ type: String, nullable: true }) lastError!: string | null;
}

/** A page of deliveries. */
export class DeliveryPage {
  @ApiProperty({ type: [DeliveryItem] }) items!: DeliveryItem[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

/** One attempt. */
export class AttemptItem {
  @ApiProperty() attempt!: number;
  @ApiProperty() at!: string;
  @ApiProperty({ type: Number, nullable: true }) status!: number | null;
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty() latencyMs!: number;
  @ApiProperty({ type: String, nullable: true }) request!: string | null;
  @ApiProperty({ type: String, nullable: true }) response!: string | null;
}

/** All attempts of a delivery, the first first. */
export class AttemptList {
  @ApiProperty({ type: [AttemptItem] }) items!: AttemptItem[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
