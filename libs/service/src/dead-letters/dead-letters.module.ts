import { Module, type DynamicModule } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import type { Logger } from 'pino';
import { ServiceConfig } from '../config.js';
import { kafkaOf } from '../kafka-of.js';
import { LOGGER } from '../logger.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { LetterAccess } from './letter-access.js';
import { LetterDesk } from './letter-desk.js';
import { LetterLog } from './letter-log.js';
import { LetterReader } from './letter-reader.js';
import { LetterRedriver } from './letter-redriver.js';
import { RedriveStore } from './redrive.store.js';

/** The dead letters of a service: to be listed, looked at, corrected and sent back. Needs `DeadLetterTables` among the migrations. */
@Module({})
export class DeadLettersModule {
  /** For the topics of the events that the service reads. */
  static of(...events: readonly { readonly topic: string }[]): DynamicModule {
    const topics = [...new Set(events.map(({ topic }) => topic))];
    return {
      module: DeadLettersModule,
      controllers: [DeadLettersController],
      providers: [
        {
          provide: LetterDesk,
          inject: [ServiceConfig, Database, LOGGER],
          useFactory: (config: ServiceConfig, database: Database, log: Logger) => {
            const store = new RedriveStore();
            const access = new LetterAccess(config);
            const letters = new LetterLog(kafkaOf(config, `${config.name}-dead-letters`, log), log);
            const reader = new LetterReader(config.name, letters, access, database, store);
            return new LetterDesk(topics, reader, new LetterRedriver(database, store), access);
          },
        },
      ],
    };
  }
}
