import { totalmem } from 'node:os';

const LEAST_MIB = 128;
const MOST_MIB = 2_048;

/**
 * PostgreSQL's `shared_buffers` on a machine with this much memory (bytes): an eighth, as services and Kafka run beside it, and no more than
 * the pages that ten thousand customers among a million touch. What is not touched takes no memory.
 */
export function bufferSize(memory = totalmem()): string {
  const mebibytes = Math.floor(memory / 8 / 2 ** 20);
  return `${Math.min(Math.max(mebibytes, LEAST_MIB), MOST_MIB)}MB`;
}
