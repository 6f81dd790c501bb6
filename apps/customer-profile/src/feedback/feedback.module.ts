import { Module } from '@nestjs/common';
import { FeedbackController } from './feedback.controller.js';

/** What people ask of feedback. */
@Module({ controllers: [FeedbackController] })
export class FeedbackModule {}
