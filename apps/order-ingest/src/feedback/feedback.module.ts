import { Module } from '@nestjs/common';
import { TenantDirectory } from '@orderweave/domain-ordering';
import { ServiceConfig } from '@orderweave/service';
import { FeedbackDesk } from './feedback-desk.js';
import { FeedbackGate } from './feedback-gate.js';
import { FeedbackHeadStore } from './feedback-head.store.js';
import { FeedbackController } from './feedback.controller.js';

/** Feedback from channels. */
@Module({
  controllers: [FeedbackController],
  providers: [
    {
      provide: TenantDirectory,
      inject: [ServiceConfig],
      useFactory: ({ tenants }: ServiceConfig) => TenantDirectory.parse(tenants),
    },
    FeedbackHeadStore,
    FeedbackGate,
    FeedbackDesk,
  ],
})
export class FeedbackModule {}
