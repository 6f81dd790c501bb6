import { ApiProperty } from '@nestjs/swagger';
import type { PolicyDocument } from '@orderweave/domain-segmentation';
import { POLICY_ACTIONS, type PolicyAction } from './policy-audit.store.js';

/** What has become of a version. */
export const POLICY_STATES = ['draft', 'scheduled', 'active', 'retired'] as const;
export type PolicyState = (typeof POLICY_STATES)[number];

/** A version without its document. */
export class PolicyHeadResponse {
  @ApiProperty()
  version!: number;

  @ApiProperty({ enum: POLICY_STATES })
  state!: PolicyState;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The day from which it is, or was last, in force; null for never',
  })
  activeFrom!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The next day from which it will be in force' })
  scheduledFrom!: string | null;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty({ description: 'Name of the API key' })
  createdBy!: string;

  @ApiProperty({ description: 'ISO 8601 in UTC' })
  createdAt!: string;
}

/** A version. */
export class PolicyResponse extends PolicyHeadResponse {
  @ApiProperty({ type: Object, description: 'Complete; see GET /v1/policies/schema' })
  document!: PolicyDocument;
}

/** The versions of a tenant, newest first. */
export class PoliciesResponse {
  @ApiProperty({ type: [PolicyHeadResponse] })
  items!: PolicyHeadResponse[];

  @ApiProperty({ type: Number, nullable: true })
  next!: number | null;
}

/** A document that could be saved. */
export class ValidPolicyResponse {
  @ApiProperty()
  valid!: true;

  @ApiProperty({ type: Object, description: 'Complete' })
  document!: PolicyDocument;
}

/** One place at which two versions differ. */
export class PolicyChangeResponse {
  @ApiProperty({ description: 'JSON pointer' })
  path!: string;

  @ApiProperty({ enum: ['add', 'remove', 'replace'] })
  op!: 'add' | 'remove' | 'replace';

  @ApiProperty({ type: Object, required: false })
  before?: unknown;

  @ApiProperty({ type: Object, required: false })
  after?: unknown;
}

/** What changes from a version to another. */
export class PolicyDiffResponse {
  @ApiProperty()
  from!: number;

  @ApiProperty()
  to!: number;

  @ApiProperty({ type: [PolicyChangeResponse] })
  changes!: PolicyChangeResponse[];
}

/** When a version comes into force. */
export class ActivationResponse {
  @ApiProperty()
  version!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'First local day, YYYY-MM-DD; null for "from the beginning"',
  })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The midnight at which that day begins, ISO 8601 in UTC' })
  at!: string | null;

  @ApiProperty({ description: 'It was, or would have been, in force on that day anyway' })
  unchanged!: boolean;

  @ApiProperty({ type: Number, nullable: true, description: 'The version that was to come into force on that day' })
  superseded!: number | null;
}

/** Activations that were taken back. */
export class WithdrawnResponse {
  @ApiProperty()
  version!: number;

  @ApiProperty({ type: [String], description: 'Local days from which it would have been in force' })
  days!: string[];
}

/** Something that somebody did with a version. */
export class PolicyDeedResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({ description: 'ISO 8601 in UTC, by the wall clock' })
  at!: string;

  @ApiProperty({ description: 'Name of the API key, or "environment"' })
  actor!: string;

  @ApiProperty()
  role!: string;

  @ApiProperty({ enum: POLICY_ACTIONS })
  action!: PolicyAction;

  @ApiProperty()
  version!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The local day from which it is, or would have been, in force',
  })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;
}

/** The audit, newest first. */
export class PolicyAuditResponse {
  @ApiProperty({ type: [PolicyDeedResponse] })
  items!: PolicyDeedResponse[];

  @ApiProperty({ type: Number, nullable: true })
  next!: number | null;
}
