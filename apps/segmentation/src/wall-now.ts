/** Epoch milliseconds of this machine's clock: what a tenant's clock shows unless it is manual. */
export const wallNow = (): number => Date.now();
