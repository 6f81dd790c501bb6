import { DeadLetterTables1766500000000 } from '@orderweave/service';
import { AlertLife1712000000000 } from './alert-life.js';
import { AlertTables1701000000000 } from './alert-tables.js';
import { AppPaces1733000000000 } from './app-paces.js';
import { CustomerAliases1741000000000 } from './customer-aliases.js';
import { CustomerOwners1731000000000 } from './customer-owners.js';
import { EndpointTables1711000000000 } from './endpoint-tables.js';
import { GatheredDeliveries1713000000000 } from './gathered-deliveries.js';
import { LeanerNews1769000000000 } from './leaner-news.js';
import { OutcomeTables1726000000000 } from './outcome-tables.js';
import { PayloadStatistics1769500000000 } from './payload-statistics.js';
import { RecoveredTasks1767000000000 } from './recovered-tasks.js';
import { RuleVersions1716000000000 } from './rule-versions.js';
import { StrategyTables1717000000000 } from './strategy-tables.js';
import { TaskReminders1732000000000 } from './task-reminders.js';
import { TaskTables1721000000000 } from './task-tables.js';
import { TierOwnerIndex1742000000000 } from './tier-owner-index.js';
import { UntiedTasks1768000000000 } from './untied-tasks.js';

/** The service's schema, step by step. */
export const MIGRATIONS = [
  AlertTables1701000000000,
  EndpointTables1711000000000,
  AlertLife1712000000000,
  GatheredDeliveries1713000000000,
  RuleVersions1716000000000,
  StrategyTables1717000000000,
  TaskTables1721000000000,
  OutcomeTables1726000000000,
  CustomerOwners1731000000000,
  TaskReminders1732000000000,
  AppPaces1733000000000,
  CustomerAliases1741000000000,
  TierOwnerIndex1742000000000,
  DeadLetterTables1766500000000,
  RecoveredTasks1767000000000,
  UntiedTasks1768000000000,
  LeanerNews1769000000000,
  PayloadStatistics1769500000000,
];
