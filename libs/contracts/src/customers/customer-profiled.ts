import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { IdentifierText, TenantId } from '../scalars.js';

export const Profile = Type.Object({
  tenant: TenantId,
  customerId: Type.String(),
  /** Of two profiles of one customer the greater version holds. */
  version: Type.Integer({ minimum: 1 }),
  identifiers: Type.Array(IdentifierText),
  name: Type.Optional(Type.String()),
  company: Type.Optional(Type.String()),
  /** Salesperson that the customer belongs to. */
  owner: Type.Optional(Type.String()),
  country: Type.Optional(Type.String()),
  region: Type.Optional(Type.String()),
  city: Type.Optional(Type.String()),
  /** What the company does, how large it is, and free marks; as a source writes them, where one does. */
  industry: Type.Optional(Type.String()),
  companySize: Type.Optional(Type.String()),
  tags: Type.Optional(Type.Array(Type.String())),
  /** Set when this id is now an alias of another customer. */
  mergedInto: Type.Optional(Type.String()),
});
export type Profile = Static<typeof Profile>;

/** Who a customer is changed: a new identifier, name, owner, or a merge. Same topic and key as the activity, so it keeps its place. */
export const CustomerProfiled = defineEvent({
  type: 'orderweave.customer-profiled.v1',
  topic: 'customers.activity',
  schema: Profile,
  key: (profile) => `${profile.tenant}/${profile.customerId}`,
});
