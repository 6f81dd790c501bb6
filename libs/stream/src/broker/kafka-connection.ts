import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { ByteReader, ByteWriter } from '@orderweave/postgres';

const CONNECT_MS = 5_000;
const ANSWER_MS = 30_000;

/** Where a broker is and how to speak with it. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly tls?: ConnectionOptions | undefined;
}

/** A request: Kafka's number of its kind, the version (one without tagged fields), and its body. */
export interface KafkaRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly body: Buffer;
}

interface Waiting {
  readonly correlation: number;
  resolve(answer: ByteReader): void;
  reject(error: Error): void;
}

/** One connection to a broker. Whatever goes wrong ends it: its requests reject, and a new connection must be made. */
export class KafkaConnection {
  private readonly waiting: Waiting[] = [];
  private received: Buffer[] = [];
  private receivedBytes = 0;
  /** Bytes that must be there for the next step: an answer's length, then all of it. */
  private wanted = 4;
  private correlation = 0;
  private ended: Error | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly clientId: string,
  ) {
    socket.setNoDelay(true).setKeepAlive(true, 30_000);
    socket.on('data', (bytes) => this.receive(bytes));
    socket.on('error', (error) => this.end(error));
    socket.on('close', () => this.end(new Error('Kafka closed the connection')));
  }

  /** Connects within 5 seconds or rejects. */
  static async open({ host, port, clientId, tls }: BrokerAddress): Promise<KafkaConnection> {
    const socket = tls ? connectTls({ servername: host, ...tls, host, port }) : connectTcp({ host, port });
    try {
      await once(socket, tls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
    } catch (error) {
      socket.destroy();
      throw new Error(`No connection to Kafka at ${host}:${port}`, { cause: error });
    }
    return new KafkaConnection(socket, clientId);
  }

  /** Sends a request and reads its answer; a broker answers in the order of the requests. */
  request({ apiKey, apiVersion, body }: KafkaRequest): Promise<ByteReader> {
    if (this.ended) return Promise.reject(this.ended);
    const correlation = this.correlation++;
    const header = new ByteWriter(128).int32(0).int16(apiKey).int16(apiVersion).int32(correlation);
    header.shortText(this.clientId);
    header.patchInt32(0, header.length - 4 + body.length);
    return new Promise((resolve, reject) => {
      const late = () => this.end(new Error(`Kafka did not answer within ${ANSWER_MS} ms`));
      const timer = setTimeout(late, ANSWER_MS);
      this.waiting.push({
        correlation,
        resolve: (answer) => (clearTimeout(timer), resolve(answer)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      });
      this.socket.cork();
      this.socket.write(header.take());
      this.socket.write(body);
      this.socket.uncork();
    });
  }

  close(): void {
    this.end(new Error('The connection to Kafka was closed'));
  }

  private receive(bytes: Buffer): void {
    this.received.push(bytes);
    this.receivedBytes += bytes.length;
    while (this.receivedBytes >= this.wanted) {
      // Put together once it is whole: a fetch comes in hundreds of pieces.
      const all = this.received.length === 1 ? this.received[0]! : Buffer.concat(this.received);
      const length = all.readInt32BE(0) + 4;
      const whole = all.length >= length;
      const rest = whole ? all.subarray(length) : all;
      if (whole) this.answer(all.subarray(4, length));
      this.received = [rest];
      this.receivedBytes = rest.length;
      this.wanted = whole ? 4 : length;
    }
  }

  private answer(bytes: Buffer): void {
    const reader = new ByteReader(bytes);
    const correlation = reader.int32();
    const next = this.waiting.shift();
    if (next?.correlation === correlation) next.resolve(reader);
    else this.end(new Error('Kafka answered what was not asked'));
  }

  private end(error: Error): void {
    if (this.ended) return;
    this.ended = error;
    this.socket.destroy();
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
