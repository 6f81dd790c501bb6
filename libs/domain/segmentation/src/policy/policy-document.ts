import Type, { type TSchema } from 'typebox';
import { FREQUENCY_SECTION } from '../frequency/frequency-section.js';
import { PACE_SECTION } from '../pace/pace-section.js';
import { RFM_SECTION } from '../rfm/rfm-section.js';
import { SIGNAL_SECTION } from '../signals/signal-section.js';
import { VALUE_SECTION } from '../value/value-section.js';
import { isObject, type PolicySection } from './policy-section.js';
import { STAGE_SECTION } from './stage-section.js';
import { TIER_SECTION } from './tier-section.js';

/** The parts of a tenant's policy, by their names in the document. */
export const POLICY_SECTIONS = {
  tiers: TIER_SECTION,
  stages: STAGE_SECTION,
  value: VALUE_SECTION,
  frequency: FREQUENCY_SECTION,
  rfm: RFM_SECTION,
  pace: PACE_SECTION,
  signals: SIGNAL_SECTION,
} as const;

type Sections = typeof POLICY_SECTIONS;
/** The name of a section. */
export type PolicySectionName = keyof Sections;
/** Everything that a tenant's customers are judged by, complete. */
export type PolicyDocument = {
  readonly [Name in PolicySectionName]: Sections[Name] extends PolicySection<infer T> ? T : never;
};

/** The names of the sections, in the order of the document. */
export const POLICY_SECTION_NAMES = Object.keys(POLICY_SECTIONS) as PolicySectionName[];

/** What holds for a tenant that says nothing. */
export const DEFAULT_POLICY = ofSections(({ defaults }) => defaults) as PolicyDocument;

/** The JSON Schema (draft 2020-12) of a complete document. */
export function policySchema(): TSchema {
  return Type.Object(
    ofSections(({ schema }) => schema),
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Policy',
      description: "What a tenant's customers are judged by",
      additionalProperties: false,
    },
  );
}

/**
 * A document of which parts are left out, with those of `base` in their place. Does not check it; a document that was complete
 * when it was kept lacks only what has come to policies since.
 */
export function completePolicy(stated: unknown, base: PolicyDocument = DEFAULT_POLICY): PolicyDocument {
  const given = isObject(stated) ? stated : {};
  const sections = ofSections((section, name) => section.complete(given[name], base[name]));
  return { ...given, ...sections } as PolicyDocument;
}

function ofSections<Part>(
  part: (section: PolicySection<unknown>, name: PolicySectionName) => Part,
): Record<PolicySectionName, Part> {
  const parts = POLICY_SECTION_NAMES.map((name) => [name, part(POLICY_SECTIONS[name], name)] as const);
  return Object.fromEntries(parts) as Record<PolicySectionName, Part>;
}
