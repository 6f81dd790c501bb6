import { Module } from '@nestjs/common';
import { DemandReader } from './demand-reader.js';
import { DemandController } from './demand.controller.js';

/** The demand of products. */
@Module({ controllers: [DemandController], providers: [DemandReader] })
export class DemandModule {}
