import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SegmentConditionSchema } from '@orderweave/domain-segmentation';
import { IsInt, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { PageCursor, PageLimit } from '@orderweave/service';

const CONDITION = {
  type: 'object',
  additionalProperties: true,
  description: `Who is in the segment; its JSON Schema (${Object.keys(SegmentConditionSchema.$defs).join(', ')}) is at GET /v1/segments/schema`,
  example: {
    and: [{ attribute: 'tier-final', op: 'in', values: ['A', 'B'] }, { orders: { withinDays: 30, atMost: 0 } }],
  },
} as const;

/** The body of `POST /v1/segments/count`. */
export class CountSegmentBody {
  @ApiProperty(CONDITION)
  @IsObject({ message: 'give a condition, such as {"attribute": "risk", "op": "eq", "value": "watch"}' })
  condition!: Record<string, unknown>;
}

/** The body of `POST /v1/segments`. */
export class SegmentBody extends CountSegmentBody {
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @IsNotEmpty({ message: 'give the segment a name' })
  @MaxLength(200)
  name!: string;
}

/** The body of `PUT /v1/segments/:id`. */
export class ReplaceSegmentBody extends SegmentBody {
  @ApiPropertyOptional({ description: 'The version that is to be replaced; refused (409) when there is a newer one' })
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;
}

/** Which page of a segment's customers. */
export class SegmentMembersQuery {
  @PageCursor()
  cursor?: string;

  @PageLimit(1000, 100)
  limit = 100;
}
