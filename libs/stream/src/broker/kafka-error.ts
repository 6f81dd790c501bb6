/** Kafka's error codes that a producer meets; others are told by number. */
const NAMES: Readonly<Record<number, string>> = {
  2: 'CORRUPT_MESSAGE',
  3: 'UNKNOWN_TOPIC_OR_PARTITION',
  5: 'LEADER_NOT_AVAILABLE',
  6: 'NOT_LEADER_OR_FOLLOWER',
  7: 'REQUEST_TIMED_OUT',
  10: 'MESSAGE_TOO_LARGE',
  14: 'COORDINATOR_LOAD_IN_PROGRESS',
  15: 'COORDINATOR_NOT_AVAILABLE',
  18: 'RECORD_LIST_TOO_LARGE',
  19: 'NOT_ENOUGH_REPLICAS',
  20: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  29: 'TOPIC_AUTHORIZATION_FAILED',
  33: 'UNSUPPORTED_SASL_MECHANISM',
  45: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
  47: 'INVALID_PRODUCER_EPOCH',
  58: 'SASL_AUTHENTICATION_FAILED',
  56: 'KAFKA_STORAGE_ERROR',
  59: 'UNKNOWN_PRODUCER_ID',
};

const PASSING = new Set([2, 3, 5, 6, 7, 13, 14, 15, 19, 20, 56]);

/** Kafka refused a request. */
export class KafkaRefusedError extends Error {
  override name = 'KafkaRefusedError';

  /** Whether the same request may be taken a moment later: a leader changes, a node starts, a replica lags. */
  get isPassing(): boolean {
    return PASSING.has(this.code);
  }

  constructor(
    what: string,
    readonly code: number,
    detail = '',
  ) {
    super(`${what}: ${NAMES[code] ?? `error ${code}`}${detail && ` (${detail})`}`);
  }
}
