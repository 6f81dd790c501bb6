import type { IncomingMessage } from 'node:http';

/** How fast a request's body has to come. */
export interface ArrivalPace {
  /** It is looked at so often, in milliseconds. */
  readonly everyMs: number;
  /** Least bytes between two looks, unless all of it is here. */
  readonly leastBytes: number;
}

/** Some 4 KiB a second: a phone on a train manages that, and a large file may take its hours. */
export const ARRIVAL_PACE: ArrivalPace = { everyMs: 20_000, leastBytes: 80_000 };

const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Ends a request whose body stops coming, with status 408. A limit for the whole request, as Node has it, would cut large files off;
 * none at all would let idle clients hold on to their connections.
 */
export function watchArrival(message: IncomingMessage, { everyMs, leastBytes }: ArrivalPace = ARRIVAL_PACE): void {
  const { headers, socket } = message;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  let seen = socket.bytesRead;
  const look = () => {
    const came = socket.bytesRead - seen;
    seen = socket.bytesRead;
    // What lies here unread waits for this process, not for the client.
    if (came >= leastBytes || message.complete || message.readableLength > 0) return;
    clearInterval(timer);
    if (socket.writable) socket.end(TOO_SLOW);
    message.destroy();
  };
  const timer = setInterval(look, everyMs).unref();
  const stop = () => clearInterval(timer);
  message.once('end', stop).once('close', stop);
}
