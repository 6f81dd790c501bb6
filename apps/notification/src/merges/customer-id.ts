/** A customer of a tenant, by one of its ids. */
export interface CustomerId {
  readonly tenant: string;
  readonly customerId: string;
}

/** A customer as the key of a map. */
export function keyOfCustomer({ tenant, customerId }: CustomerId): string {
  return `${tenant}/${customerId}`;
}
