import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlainAlert, PlainIdentifier, PlainLine, PlainMonth, PlainOrder } from './plain-entities.js';
import { PlainController } from './plain.controller.js';

const { DATABASE_URL = '', KAFKA_BROKERS = '' } = process.env;
const entities = [PlainOrder, PlainLine, PlainIdentifier, PlainMonth, PlainAlert];

@Module({
  imports: [TypeOrmModule.forRoot({ type: 'postgres', url: DATABASE_URL, entities, synchronize: true })],
  controllers: [PlainController],
})
class PlainModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(PlainModule, {
  transport: Transport.KAFKA,
  options: {
    client: { clientId: 'plain', brokers: KAFKA_BROKERS.split(','), logLevel: 1 },
    consumer: { groupId: 'plain' },
    subscribe: { fromBeginning: true },
  },
  logger: ['error', 'warn'],
});
await app.listen();
process.once('SIGTERM', () => void app.close().finally(() => process.exit(0)));
