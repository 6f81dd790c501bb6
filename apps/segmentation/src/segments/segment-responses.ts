import { ApiProperty } from '@nestjs/swagger';
import type { Language } from '@orderweave/domain-ordering';
import type { SegmentCondition } from '@orderweave/domain-segmentation';
import { NamedCustomer } from '../read-api/named-customer.js';

/** One version of a segment. */
export class SegmentDefinitionResponse {
  @ApiProperty({ example: 'seg_5b1f0c9d2e7a3581' })
  id!: string;

  @ApiProperty()
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: Object, description: 'See GET /v1/segments/schema' })
  condition!: SegmentCondition;

  @ApiProperty({ type: Object, description: 'The condition in words, by language' })
  description!: Record<Language, string>;

  @ApiProperty()
  changedBy!: string;

  @ApiProperty()
  changedAt!: string;
}

/** A segment that customers are judged by. */
export class SegmentResponse extends SegmentDefinitionResponse {
  @ApiProperty({ description: 'Customers in it' })
  members!: number;

  @ApiProperty({ description: 'True while customers are judged by a new version, one after the other' })
  judging!: boolean;
}

/** The segments of a tenant. */
export class SegmentsResponse {
  @ApiProperty({ type: [SegmentResponse] })
  items!: SegmentResponse[];
}

/** A version as it was kept. */
export class SegmentVersionResponse extends SegmentDefinitionResponse {
  @ApiProperty({ enum: ['active', 'replaced', 'deleted'] })
  state!: 'active' | 'replaced' | 'deleted';
}

/** The versions of a segment, newest first. */
export class SegmentVersionsResponse {
  @ApiProperty({ type: [SegmentVersionResponse] })
  items!: SegmentVersionResponse[];
}

/** A customer in a segment. */
export class SegmentMemberResponse extends NamedCustomer {
  @ApiProperty({ description: 'When it last became true' })
  enteredAt!: string;
}

/** A page of the customers in a segment. */
export class SegmentMembersResponse {
  @ApiProperty({ type: [SegmentMemberResponse] })
  items!: SegmentMemberResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' })
  next!: string | null;
}

/** Who would be in a segment. */
export class SegmentCountResponse {
  @ApiProperty({ description: 'Customers that were looked at' })
  customers!: number;

  @ApiProperty({ description: 'Those of them that would be in the segment' })
  matching!: number;

  @ApiProperty({ type: [String], description: 'The first of them by id' })
  sample!: string[];

  @ApiProperty({ type: Object, description: 'The condition in words, by language' })
  description!: Record<Language, string>;
}
