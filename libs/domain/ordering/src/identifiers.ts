import type { IDENTIFIER_KINDS } from '@orderweave/contracts';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z\d-]{2,}$/;

/**
 * `<kind>:<value>` in the one spelling that identifiers are compared by, or null when the value cannot identify anybody (a phone
 * number too short to dial, an e-mail address without @). Customer ids hold within their channel only, all others everywhere.
 */
export function normaliseIdentifier(
  kind: IdentifierKind,
  value: string,
  channel: string,
  defaultCountry: string,
): string | null {
  const normalised = NORMALISE[kind](value.trim(), defaultCountry);
  if (!normalised) return null;
  return kind === 'customer-id' ? `${kind}:${channel}/${normalised}` : `${kind}:${normalised}`;
}

const NORMALISE: Record<IdentifierKind, (value: string, defaultCountry: string) => string | null> = {
  'customer-id': (value) => value,
  email: (value) => (EMAIL.test(value) ? value.toLowerCase() : null),
  phone: normalisePhone,
  'tax-id': (value) => value.replace(/[\s.-]/g, '').toUpperCase(),
  'wechat-open-id': (value) => value,
  'wechat-union-id': (value) => value,
  'company-domain': normaliseDomain,
};

/** E.164, such as +8613800138000. */
function normalisePhone(value: string, defaultCountry: string): string | null {
  // People write +86 as 0086 whatever the country they dial from, or put it in brackets.
  const dialled = value.replace(/^\((\+?\d{1,3})\)/, '$1').replace(/^00(?=[1-9])/, '+');
  const country = isSupportedCountry(defaultCountry as CountryCode, metadata)
    ? (defaultCountry as CountryCode)
    : undefined;
  const options = { ...(country && { defaultCountry: country }), extract: false };
  const phone = parsePhoneNumberFromString(dialled, options, metadata);
  return phone?.isPossible() ? phone.number : null;
}

function normaliseDomain(value: string): string | null {
  const [host = ''] = value
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .split(/[/:?#]/, 1);
  const domain = host.replace(/\.$/, '');
  return DOMAIN.test(domain) ? domain : null;
}
