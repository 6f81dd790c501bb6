import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsISO8601,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
} from 'class-validator';

/** How much waits for the caller, of alerts that are not settled. */
export class UnreadCounts {
  @ApiProperty({ description: 'Alerts that the caller has not marked as seen' }) unread!: number;
  @ApiProperty({ type: Object, example: { critical: 1 } }) unreadBySeverity!: Record<string, number>;
  @ApiProperty({ type: Object, example: { critical: 1, warning: 4 }, description: 'Nobody has seen to them' })
  openBySeverity!: Record<string, number>;
}

/** What the caller has seen: everything until a moment, or some alerts, or both. */
export class SeenBody {
  @ApiPropertyOptional({ description: 'ISO 8601; alerts that were raised until then. It never goes back' })
  @ValidateIf(({ alerts, until }: SeenBody) => until !== undefined || alerts === undefined)
  @IsISO8601({ strict: true }, { message: 'give an ISO 8601 instant, or a list of alerts' })
  until?: string;

  @ApiPropertyOptional({ type: [String], maxItems: 200, description: 'Ids of alerts' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  alerts?: string[];
}
