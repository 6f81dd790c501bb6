import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups of customers that are alike, as they were found week by week, and who is in which now. Days count from 1970-01-01. */
export class ClusterTables1765100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cluster_version, customer_cluster, cluster_pass');
  }
}

const TABLES = [
  // "highest" is the highest number that a cluster of the tenant has ever had; "scale" and "centres" are what it takes to assign customers.
  `CREATE TABLE cluster_version (
     tenant text NOT NULL,
     version integer NOT NULL,
     as_of integer NOT NULL,
     customers integer NOT NULL,
     silhouette double precision NOT NULL,
     silhouettes jsonb NOT NULL,
     clusters jsonb NOT NULL,
     scale jsonb NOT NULL,
     centres jsonb NOT NULL,
     highest integer NOT NULL,
     PRIMARY KEY (tenant, version)
   )`,
  `CREATE TABLE customer_cluster (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     cluster text NOT NULL,
     PRIMARY KEY (tenant, customer_id)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX customer_cluster_members ON customer_cluster (tenant, cluster, customer_id)',
  // One row a tenant while its customers are assigned to the clusters of a new version: those up to "cursor" are done.
  `CREATE TABLE cluster_pass (
     tenant text PRIMARY KEY,
     version integer NOT NULL,
     cursor text NOT NULL
   ) WITH (fillfactor = 20)`,
];
