import { DeadLetterTables1766500000000 } from '@orderweave/service';
import { CustomerTraits1765200000000 } from './customer-traits1765200000000.js';
import { FeedbackTables1765000000000 } from './feedback-tables1765000000000.js';
import { LineCategory1764100000000 } from './line-category1764100000000.js';
import { OrderNetwork1764000000000 } from './order-network1764000000000.js';

/** All of the service's migrations, oldest first. */
export const CUSTOMER_PROFILE_MIGRATIONS = [
  OrderNetwork1764000000000,
  LineCategory1764100000000,
  FeedbackTables1765000000000,
  CustomerTraits1765200000000,
  DeadLetterTables1766500000000,
];
