import { createServer } from 'node:net';

// Below the ephemeral range: a client retrying against a dead engine on an ephemeral port can connect to itself.
const LOWEST = 15_000;
const HIGHEST = 31_000;

/** Finds a port of 127.0.0.1 that nobody listens on, with `span - 1` free ports after it. */
export async function freePort(span = 1): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const ports = Array.from({ length: span }, (_, offset) => port + offset);
    const free = await Promise.all(ports.map(isPortFree));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`no free port found between ${LOWEST} and ${HIGHEST}`);
}

/** Whether a server could listen on this port of 127.0.0.1 now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
