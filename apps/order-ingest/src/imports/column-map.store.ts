import { Injectable } from '@nestjs/common';
import { BUILT_IN_MAPS, type ColumnMap } from '@orderweave/domain-ordering';
import { Database, statement } from '@orderweave/postgres';

const GET = statement('column-map.get', 'SELECT document FROM column_map WHERE tenant = $1 AND name = $2');
const LIST = statement('column-map.list', 'SELECT document FROM column_map WHERE tenant = $1 ORDER BY name');
const PUT = statement(
  'column-map.put',
  `INSERT INTO column_map (tenant, name, document) VALUES ($1, $2, $3)
   ON CONFLICT (tenant, name) DO UPDATE SET document = excluded.document`,
);

/** Column maps by name: the built-in ones and a tenant's own. */
@Injectable()
export class ColumnMapStore {
  constructor(private readonly database: Database) {}

  /** A map by its name. */
  async get(tenant: string, name: string): Promise<ColumnMap | undefined> {
    const builtIn = BUILT_IN_MAPS.get(name);
    if (builtIn) return builtIn;
    return (await this.database.query<{ document: ColumnMap }>(GET, [tenant, name]))[0]?.document;
  }

  /** All maps that a tenant can use. */
  async list(tenant: string): Promise<ColumnMap[]> {
    const own = await this.database.query<{ document: ColumnMap }>(LIST, [tenant]);
    return [...BUILT_IN_MAPS.values(), ...own.map(({ document }) => document)];
  }

  /** Keeps a tenant's own map. */
  async put(tenant: string, map: ColumnMap): Promise<void> {
    await this.database.query(PUT, [tenant, map.name, JSON.stringify(map)]);
  }
}
