/** Whether webhooks may point at private and loopback addresses: only where WEBHOOK_ALLOW_PRIVATE=1 says so. */
export function privateAddressesAllowed(env = process.env): boolean {
  return env['WEBHOOK_ALLOW_PRIVATE'] === '1';
}
