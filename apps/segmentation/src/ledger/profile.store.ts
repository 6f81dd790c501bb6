import type { Profile } from '@orderweave/contracts';
import { jsonArray, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const TEXTS = ['name', 'owner', 'merged_into', 'company', 'country', 'region', 'city', 'industry', 'company_size'];
const SAVE = statement(
  'profile.save',
  `INSERT INTO profile AS p (tenant, customer_id, version, identifiers, ${TEXTS.join(', ')})
   SELECT tenant, customer_id, version, ARRAY(SELECT jsonb_array_elements_text(identifiers)), ${TEXTS.join(', ')}
     FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[], ${TEXTS.map((_, index) => `$${index + 5}::text[]`).join(', ')})
       AS t (tenant, customer_id, version, identifiers, ${TEXTS.join(', ')})
   ON CONFLICT (tenant, customer_id) DO UPDATE
      SET version = excluded.version, identifiers = excluded.identifiers,
          ${TEXTS.map((name) => `${name} = excluded.${name}`).join(', ')}
    WHERE p.version < excluded.version`,
);

/** Writes who customers are, where that is newer than what is known; at most one profile a customer. */
export function saveProfiles(tx: Transaction, profiles: readonly Profile[]): void {
  if (profiles.length === 0) return;
  tx.write(SAVE, [
    textArray(profiles.map((profile) => profile.tenant)),
    textArray(profiles.map((profile) => profile.customerId)),
    plainArray(profiles.map((profile) => profile.version)),
    jsonArray(profiles.map((profile) => [...profile.identifiers].sort())),
    textArray(profiles.map((profile) => profile.name ?? profile.company)),
    textArray(profiles.map((profile) => profile.owner)),
    textArray(profiles.map((profile) => profile.mergedInto)),
    textArray(profiles.map((profile) => profile.company)),
    textArray(profiles.map((profile) => profile.country)),
    textArray(profiles.map((profile) => profile.region)),
    textArray(profiles.map((profile) => profile.city)),
    textArray(profiles.map((profile) => profile.industry)),
    textArray(profiles.map((profile) => profile.companySize)),
  ]);
}
