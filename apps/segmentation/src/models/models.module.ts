import { Module } from '@nestjs/common';
import { ModelReader } from './model-reader.js';
import { ModelsController } from './models.controller.js';

/** The API of the models. */
@Module({ controllers: [ModelsController], providers: [ModelReader] })
export class ModelsModule {}
