import { Module } from '@nestjs/common';
import { ClusterJobs } from './cluster-jobs.js';
import { ClusterReader } from './cluster-reader.js';
import { ClustersController } from './clusters.controller.js';

/** Clusters of customers: the fit every fourth week, and their API. */
@Module({ controllers: [ClustersController], providers: [ClusterJobs, ClusterReader] })
export class ClustersModule {}
