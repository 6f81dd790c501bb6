/** Where people reach this service: NOTIFICATION_PUBLIC_URL, in development this machine; undefined means that cards have no buttons. */
export function publicUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const stated = env['NOTIFICATION_PUBLIC_URL'];
  if (stated) return stated.replace(/\/+$/, '');
  return env['NODE_ENV'] === 'production' ? undefined : `http://localhost:${env['PORT'] ?? 4100}`;
}
