/** One record of a dead-letter topic, taken apart. */
export interface DeadLetter {
  readonly place: LetterPlace;
  /** When it was buried, epoch milliseconds. */
  readonly buriedAt: number;
  readonly key: string;
  readonly value: Buffer;
  /** The headers that the record came with. */
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  /** Where the record lay. */
  readonly source: LetterPlace;
  readonly code: string;
  readonly reason: string;
  readonly stack: string;
}

/** A place in the log. */
export interface LetterPlace {
  readonly topic: string;
  readonly partition: number;
  /** Decimal. */
  readonly offset: string;
}

/** A record as Kafka has it, with its headers as text. */
export interface LetterRecord {
  readonly place: LetterPlace;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

const OWN = 'dead-letter-';
const SOURCE = /^([A-Za-z0-9._-]+)\/(\d+)\/(\d+)$/;

/** Reads a record of a dead-letter topic; undefined for what no service buried there. */
export function readLetter({ place, timestamp, key, value, headers }: LetterRecord): DeadLetter | undefined {
  const [, topic, partition, offset] = SOURCE.exec(headers[`${OWN}source`] ?? '') ?? [];
  const service = headers[`${OWN}service`];
  if (topic === undefined || offset === undefined || service === undefined) return undefined;
  return {
    place,
    buriedAt: timestamp,
    key: key?.toString() ?? '',
    value: value ?? Buffer.alloc(0),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(OWN))),
    service,
    source: { topic, partition: Number(partition), offset },
    code: headers[`${OWN}code`] ?? '',
    reason: headers[`${OWN}reason`] ?? '',
    stack: headers[`${OWN}stack`] ?? '',
  };
}

/** The tenant that a record names: in the header `tenant`, or else in its JSON. */
export function tenantNamed(headers: Readonly<Record<string, string>>, value: Buffer): string | undefined {
  if (headers['tenant'] !== undefined) return headers['tenant'];
  try {
    const { tenant } = JSON.parse(value.toString('utf8')) as { tenant?: unknown };
    return typeof tenant === 'string' ? tenant : undefined;
  } catch {
    return undefined;
  }
}
