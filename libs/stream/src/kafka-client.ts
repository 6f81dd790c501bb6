import type { ConnectionOptions } from 'node:tls';
import kafkajs, { type Kafka as KafkaClient, type LogEntry } from 'kafkajs';
import * as lz4 from 'lz4-napi';
import type { Logger } from 'pino';
import type { Credentials } from './broker/scram.js';

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;

// kafkajs knows LZ4 by name only; the codec is the field's standard frame format.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: (encoder: { buffer: Buffer }) => lz4.compressFrame(encoder.buffer),
  decompress: (buffer: Buffer) => lz4.decompressFrame(buffer),
});

// What every start, rebalance and election brings, and what kafkajs then does by itself.
const PASSING = /coordinator|rebalanc|not the leader|does not host|unknown member/i;

/** How to reach Kafka. */
export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: true | ConnectionOptions;
  /** SCRAM-SHA-512. */
  readonly sasl?: Credentials;
}

/** A kafkajs client, and what else is needed to reach the same Kafka. */
export interface KafkaAccess {
  readonly client: KafkaClient;
  readonly options: KafkaOptions;
}

/** A client with the options that it was made of. */
export function openKafka(options: KafkaOptions, log: Logger): KafkaAccess {
  return { client: createKafka(options, log), options };
}

/** A kafkajs client that logs through the service's logger. A coordinator that is still loading is a matter of course, not an error. */
export function createKafka(options: KafkaOptions, log: Logger): KafkaClient {
  const write = ({ level, log: entry }: LogEntry): void => {
    const { message, timestamp: _, ...rest } = entry;
    if (PASSING.test(`${message} ${String(rest['error'])}`)) log.debug(rest, message);
    else if (level === logLevel.ERROR) log.error(rest, message);
    else if (level === logLevel.WARN) log.warn(rest, message);
    else log.debug(rest, message);
  };
  return new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    ...(options.sasl === undefined ? {} : { sasl: { mechanism: 'scram-sha-512', ...options.sasl } }),
    connectionTimeout: 5_000,
    requestTimeout: 25_000,
    enforceRequestTimeout: true,
    logLevel: logLevel.WARN,
    logCreator: () => write,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 },
  });
}
