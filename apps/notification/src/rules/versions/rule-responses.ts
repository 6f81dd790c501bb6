import { ApiProperty } from '@nestjs/swagger';
import type { RuleDocument } from '@orderweave/domain-notification';
import { RULE_ACTIONS, type RuleAction } from './rule-audit.store.js';

/** What has become of a version. */
export const RULE_STATES = ['draft', 'scheduled', 'active', 'retired'] as const;
export type RuleState = (typeof RULE_STATES)[number];

/** A version without its document. */
export class RuleVersionSummary {
  @ApiProperty({ description: '0 for the default one' }) version!: number;
  @ApiProperty({ enum: RULE_STATES }) state!: RuleState;
  @ApiProperty({ type: String, nullable: true, description: 'From when on it is, or was last, in force' })
  activeFrom!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'When it will be in force next' })
  scheduledFrom!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ description: 'Name of the API key, or "environment"' }) createdBy!: string;
  @ApiProperty({ type: String, nullable: true, description: 'ISO 8601 in UTC; null for the default one' })
  createdAt!: string | null;
}

/** A version. */
export class RuleVersionView extends RuleVersionSummary {
  @ApiProperty({ type: Object, description: 'Complete; see GET /v1/rules/schema' }) document!: RuleDocument;
}

/** The versions of a tenant, newest first. */
export class RuleVersionPage {
  @ApiProperty({ type: [RuleVersionSummary] }) items!: RuleVersionSummary[];
  @ApiProperty({ type: Number, nullable: true }) next!: number | null;
  @ApiProperty({ description: 'The version in force; 0 for the default one' }) active!: number;
}

/** A document that could be saved. */
export class ValidRules {
  @ApiProperty() valid!: true;
  @ApiProperty({ type: Object, description: 'Complete' }) document!: RuleDocument;
}

/** One place at which two versions differ. */
export class RuleChange {
  @ApiProperty({ description: 'JSON pointer' }) path!: string;
  @ApiProperty({ enum: ['add', 'remove', 'replace'] }) op!: 'add' | 'remove' | 'replace';
  @ApiProperty({ type: Object, required: false }) before?: unknown;
  @ApiProperty({ type: Object, required: false }) after?: unknown;
}

/** What changes from a version to another. */
export class RuleDiff {
  @ApiProperty() from!: number;
  @ApiProperty() to!: number;
  @ApiProperty({ type: [RuleChange] }) changes!: RuleChange[];
}

/** When a version comes into force. */
export class RuleActivationView {
  @ApiProperty() version!: number;
  @ApiProperty({ description: "A moment of the tenant's clock, ISO 8601 in UTC" }) from!: string;
  @ApiProperty({ description: 'It was, or would have been, in force at that moment anyway' }) unchanged!: boolean;
  @ApiProperty({ type: Number, nullable: true, description: 'The version that was to come into force at that moment' })
  superseded!: number | null;
}

/** Activations that were taken back. */
export class WithdrawnRules {
  @ApiProperty() version!: number;
  @ApiProperty({ type: [String], description: 'Moments from which it would have been in force' }) moments!: string[];
}

/** Something that somebody did with a version. */
export class RuleDeedView {
  @ApiProperty() id!: number;
  @ApiProperty({ description: 'ISO 8601 in UTC, by the wall clock' }) at!: string;
  @ApiProperty({ description: 'Name of the API key' }) actor!: string;
  @ApiProperty() role!: string;
  @ApiProperty({ enum: RULE_ACTIONS }) action!: RuleAction;
  @ApiProperty() version!: number;
  @ApiProperty({ type: String, nullable: true, description: 'From when on it is, or would have been, in force' })
  from!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

/** The audit, newest first. */
export class RuleAuditPage {
  @ApiProperty({ type: [RuleDeedView] }) items!: RuleDeedView[];
  @ApiProperty({ type: Number, nullable: true }) next!: number | null;
}
