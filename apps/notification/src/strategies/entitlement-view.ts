import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ENTITLEMENT_KINDS } from '@orderweave/contracts';
import { type EntitlementKind } from '@orderweave/domain-notification';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PageCursor, PageLimit } from '@orderweave/service';

/** Which entitlements. */
export class EntitlementFilterQuery {
  @ApiPropertyOptional({ enum: ENTITLEMENT_KINDS })
  @IsOptional()
  @IsIn(ENTITLEMENT_KINDS)
  kind?: EntitlementKind;

  @ApiPropertyOptional({ description: "Whether it holds now, by the tenant's clock; all unless stated" })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;
}

/** Which entitlements, and which page of them. */
export class EntitlementsQuery extends EntitlementFilterQuery {
  @PageCursor()
  cursor?: string;

  @PageLimit(200, 50)
  limit = 50;
}

/** What a customer is, or was, entitled to. */
export class EntitlementView {
  @ApiProperty() customerId!: string;
  @ApiProperty({ enum: ENTITLEMENT_KINDS }) kind!: EntitlementKind;
  @ApiProperty({ description: 'Id of the strategy that says so' }) strategy!: string;
  @ApiProperty({ description: "Whether it holds now, by the tenant's clock" }) active!: boolean;
  @ApiProperty() since!: string;
  @ApiProperty({ type: String, nullable: true, description: 'When it ends by itself' }) until!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'When the customer left the state' })
  endedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What it is in particular' }) detail!: string | null;
  @ApiProperty({ description: 'The state of the customer that it came of' }) state!: string;
  @ApiProperty({ type: String, nullable: true }) value!: string | null;
  @ApiProperty({ description: 'The version of the rules that granted it; 0 for the default one' })
  rulesVersion!: number;
}

/** A page of entitlements, by customer. */
export class EntitlementPage {
  @ApiProperty({ type: [EntitlementView] }) items!: EntitlementView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
