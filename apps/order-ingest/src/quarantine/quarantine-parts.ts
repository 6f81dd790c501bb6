import type { Provider, Type } from '@nestjs/common';
import { QuarantineBulk } from './quarantine-bulk.js';
import { QuarantineDeedStore } from './quarantine-deed.store.js';
import { QuarantineDesk } from './quarantine-desk.js';
import { QuarantineListStore } from './quarantine-list.store.js';
import { QuarantineRedriver } from './quarantine-redriver.js';
import { QuarantineRetention } from './quarantine-retention.js';
import { QuarantineController } from './quarantine.controller.js';
import { QuarantineStore } from './quarantine.store.js';

/** The addresses of the quarantine. */
export const QUARANTINE_CONTROLLERS: Type[] = [QuarantineController];

/** What keeps refused orders and takes them back to the gate. */
export const QUARANTINE_PROVIDERS: Provider[] = [
  QuarantineStore,
  QuarantineListStore,
  QuarantineDeedStore,
  QuarantineRedriver,
  QuarantineDesk,
  QuarantineBulk,
  QuarantineRetention,
];
