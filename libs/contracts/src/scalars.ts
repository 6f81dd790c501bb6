import Type from 'typebox';

/** Lower-case tenant id. */
export const TenantId = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' });
/** Exact decimal as text: `14.665`. */
export const DecimalText = Type.String({ pattern: '^-?\\d{1,24}(\\.\\d{1,12})?$' });
/** Local calendar day, `YYYY-MM-DD`. */
export const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** Calendar month, `YYYY-MM`. */
export const MonthText = Type.String({ pattern: '^\\d{4}-\\d{2}$' });
/** Instant, ISO 8601 in UTC. */
export const InstantText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' });
/** `<kind>:<value>`, normalised; channel customer ids as `customer-id:<channel>/<value>`. */
export const IdentifierText = Type.String({ minLength: 3, maxLength: 400, pattern: '^[a-z][a-z-]*:.+' });
/** `<channel>/<external id>`: an order's key within its tenant. */
export const OrderKey = Type.String({ minLength: 3, maxLength: 300 });
