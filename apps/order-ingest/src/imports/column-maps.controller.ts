import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BUILT_IN_MAPS, ColumnMap, ColumnMapError, parseColumnMap } from '@orderweave/domain-ordering';
import { Caller, type CallerIdentity, Problem, Roles } from '@orderweave/service';
import { ColumnMapStore } from './column-map.store.js';

/** How files are read: which column is which field. */
@ApiTags('imports')
@Roles('admin', 'ops')
@Controller('v1/column-maps')
export class ColumnMapsController {
  constructor(private readonly maps: ColumnMapStore) {}

  @Get()
  @ApiOperation({ summary: 'The built-in column maps and your own' })
  async list(@Caller() { tenant }: CallerIdentity): Promise<{ items: ColumnMap[] }> {
    return { items: await this.maps.list(tenant) };
  }

  @Put(':name')
  @ApiOperation({ summary: 'Keep a column map of your own under a name' })
  @ApiBody({ schema: JSON.parse(JSON.stringify(ColumnMap)) as object })
  async put(
    @Param('name') name: string,
    @Body() body: Buffer,
    @Caller() { tenant }: CallerIdentity,
  ): Promise<ColumnMap> {
    if (BUILT_IN_MAPS.has(name)) throw refuse([`/name "${name}" is a built-in map; choose another name`]);
    const map = readMap(body);
    if (map.name !== name) throw refuse([`/name is "${map.name}", but the address says "${name}"`]);
    await this.maps.put(tenant, map);
    return map;
  }
}

function readMap(body: Buffer): ColumnMap {
  try {
    return parseColumnMap(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof ColumnMapError) throw refuse(error.faults);
    throw refuse([`/ is not JSON: ${(error as Error).message}`]);
  }
}

function refuse(faults: readonly string[]): Problem {
  const parts = faults.map((fault) => /^(\S+) (.*)$/s.exec(fault));
  return new Problem({
    status: 422,
    code: 'invalid-column-map',
    title: 'The column map cannot be used',
    faults: parts.map((part, index) => {
      return {
        field: part?.[1] ?? '/',
        rule: part?.[2] ?? faults[index] ?? '',
        remedy: 'see the built-in map "generic"',
      };
    }),
  });
}
