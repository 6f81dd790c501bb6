import { DeadLetterTables1766500000000 } from '@orderweave/service';
import { FeedbackTables1765000000000 } from './feedback-tables.js';
import { IngestTables1700000001000 } from './ingest-tables.js';
import { QuarantineDeeds1766400000000 } from './quarantine-deeds.js';
import { RateTables1765300000000 } from './rate-tables.js';

/** All of the service's migrations, oldest first. */
export const INGEST_MIGRATIONS = [
  IngestTables1700000001000,
  FeedbackTables1765000000000,
  RateTables1765300000000,
  QuarantineDeeds1766400000000,
  DeadLetterTables1766500000000,
];
