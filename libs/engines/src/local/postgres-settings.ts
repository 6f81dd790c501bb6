import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { bufferSize } from '../buffer-size.js';
import type { PostgresBinaries } from './postgres-binaries.js';

/** postgresql.conf for a machine of some 2 cores. Every commit reaches the disk: fsync and synchronous_commit stay on. */
export async function postgresSettings(binaries: PostgresBinaries, port: number): Promise<string> {
  const statements = await access(join(binaries.extensions, 'pg_stat_statements.control')).then(
    () => true,
    () => false,
  );
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    // TCP alone: the folder's path may be longer than a socket's name can be.
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: 200,
    shared_buffers: bufferSize(),
    effective_cache_size: '2GB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    fsync: 'on',
    synchronous_commit: 'on',
    // After a checkpoint each page is written whole once: with many customers that costs more than their orders.
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '10min',
    // These binaries know pglz alone, which costs more processor than it saves disk.
    wal_compression: 'off',
    random_page_cost: 1.1,
    // A young table grows from nothing to much within seconds; until it is analysed, plans take it for small.
    autovacuum_naptime: '5s',
    // A table that grows all the time would be analysed each time; keys are found as well by what held a while ago.
    autovacuum_analyze_scale_factor: 0.5,
    autovacuum_vacuum_insert_scale_factor: 0.5,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %d ',
    log_checkpoints: 'off',
    ...(statements && { shared_preload_libraries: 'pg_stat_statements' }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  return `# Written at every start: changes here are lost.\n${lines.join('\n')}\n`;
}
