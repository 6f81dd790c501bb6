import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { ClusterMembersQuery, ClusterVersionsQuery } from './cluster-query.js';
import { ClusterReader } from './cluster-reader.js';
import { ClusterMembersResponse, ClustersResponse, ClusterVersionsResponse } from './cluster-responses.js';

/** Groups of customers that are alike, found anew every fourth week; segments may ask for them. */
@ApiTags('clusters')
@Controller('v1/clusters')
export class ClustersController {
  constructor(private readonly reader: ClusterReader) {}

  @Get()
  @ApiOperation({ summary: 'The clusters in use, each in words and with the number of customers in it' })
  @ApiOkResponse({ type: ClustersResponse })
  current(@Caller() { tenant }: CallerIdentity): Promise<ClustersResponse> {
    return this.reader.current(tenant);
  }

  @Get('versions')
  @ApiOperation({ summary: 'The clusters of all fits, newest first' })
  @ApiOkResponse({ type: ClusterVersionsResponse })
  versions(
    @Caller() { tenant }: CallerIdentity,
    @Query() query: ClusterVersionsQuery,
  ): Promise<ClusterVersionsResponse> {
    return this.reader.versions(tenant, query);
  }

  @Get(':number/customers')
  @ApiOperation({ summary: 'The customers in a cluster, by id; a rep sees own customers' })
  @ApiOkResponse({ type: ClusterMembersResponse })
  members(
    @Caller() { tenant, role, name }: CallerIdentity,
    @Param('number') number: string,
    @Query() query: ClusterMembersQuery,
  ): Promise<ClusterMembersResponse> {
    return this.reader.members(tenant, number, { ...query, owner: role === 'rep' ? name : null });
  }
}
