import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { ProductDemandQuery, TopDemandQuery } from './demand-query.js';
import { DemandReader } from './demand-reader.js';
import { ProductDemandResponse, TopDemandResponse } from './demand-response.js';

/** What is asked for of each product. A key limited to channels sees theirs. */
@ApiTags('demand')
@Controller('v1')
export class DemandController {
  constructor(private readonly demand: DemandReader) {}

  @Get('products/:sku/demand')
  @ApiOperation({ summary: 'Units and net amount of a product by day, week or month, and a forecast of both' })
  @ApiOkResponse({ type: ProductDemandResponse })
  product(
    @Caller() caller: CallerIdentity,
    @Param('sku') sku: string,
    @Query() query: ProductDemandQuery,
  ): Promise<ProductDemandResponse> {
    return this.demand.product(caller, sku, query);
  }

  @Get('demand')
  @ApiOperation({ summary: 'The same for the products with the greatest net amount' })
  @ApiOkResponse({ type: TopDemandResponse })
  top(@Caller() caller: CallerIdentity, @Query() query: TopDemandQuery): Promise<TopDemandResponse> {
    return this.demand.top(caller, query);
  }
}
