/** How to start PostgreSQL and Kafka. */
export interface EngineOptions {
  /** Folder for data, logs and pid files. */
  dir: string;
  /** Port of PostgreSQL; 0 takes a free one. ENGINES_POSTGRES_PORT overrides any port but 0. Default 4132. */
  postgresPort?: number;
  /** Port of Kafka; 0 takes a free one. ENGINES_KAFKA_PORT overrides any port but 0. Default 4192; the controller takes the next. */
  kafkaPort?: number;
  /** Databases that exist once the engines are up. */
  databases: readonly string[];
  /** Deletes earlier data first. */
  fresh?: boolean;
  /** Receives one line a step, for people. */
  log?: (line: string) => void;
  /** Aborting it while the engines start stops what has started and rejects; later it has no effect. */
  signal?: AbortSignal;
}

/** One running engine, as a test of faults sees it. */
export interface Engine {
  readonly port: number;
  /** Stops it cleanly when it runs, starts it again over the same data and waits until it answers. */
  restart(): Promise<void>;
  /** Sends a signal; for one that ends the process it waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** PostgreSQL and Kafka, up and answering. */
export interface Engines {
  /** Bootstrap addresses of Kafka, `host:port`. */
  readonly brokers: string[];
  /** Connection string of a database, password included; the user owns the whole cluster. */
  postgresUrl(database: string): string;
  readonly postgres: Engine;
  readonly kafka: Engine;
  /** Stops both, keeps the data. Safe to call twice. */
  stop(): Promise<void>;
  /** Stops both and deletes `dir`. */
  destroy(): Promise<void>;
}

/** A start that cannot succeed until the person reading the message does something. */
export class EngineStartError extends Error {
  override readonly name = 'EngineStartError';
}
