import { Module } from '@nestjs/common';
import { FeedbackRecorded, OrderRecorded } from '@orderweave/contracts';
import { DEFAULT_IDENTITY_POLICY } from '@orderweave/domain-network';
import { DeadLettersModule } from '@orderweave/service';
import { DemandModule } from './demand/demand.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { IDENTITY_POLICY } from './identity/identity-policy.js';
import { NetworkWriter } from './network/network-writer.js';
import { OrderIds } from './network/order-ids.js';
import { ReadApiModule } from './read-api/read-api.module.js';

/** The service's own parts: what the stream writes with, and what people read. */
@Module({
  imports: [DeadLettersModule.of(OrderRecorded, FeedbackRecorded), DemandModule, FeedbackModule, ReadApiModule],
  providers: [OrderIds, NetworkWriter, { provide: IDENTITY_POLICY, useValue: DEFAULT_IDENTITY_POLICY }],
})
export class AppModule {}
