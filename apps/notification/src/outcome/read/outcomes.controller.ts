import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { chosenLocale } from '../../alerts/chosen-locale.js';
import { OutcomeListQuery, OutcomeSelection } from './outcome-query.js';
import { OutcomeReader } from './outcome-reader.js';
import { OutcomePage } from './outcome-response.js';

/** What came of alerts. */
@ApiTags('outcome')
@ApiBearerAuth()
@ApiExtraModels(OutcomePage)
@Controller('v1')
export class OutcomesController {
  constructor(private readonly reader: OutcomeReader) {}

  @Get('outcomes')
  @ApiOperation({
    summary: 'What came of each alert, newest alerts first; a rep sees own ones. `Accept: text/csv` gives all as CSV',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(OutcomePage) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  list(
    @Caller() caller: CallerIdentity,
    @Query() query: OutcomeListQuery,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<OutcomePage | StreamableFile> {
    const locale = chosenLocale(query.locale, headers['accept-language']);
    if (headers['accept']?.includes('text/csv')) return this.csv(caller, query, headers['accept-language']);
    return this.reader.list(caller, query, locale);
  }

  @Get('outcomes.csv')
  @ApiProduces('text/csv')
  @ApiOperation({ summary: 'The same as CSV, one row an alert' })
  async csv(
    @Caller() caller: CallerIdentity,
    @Query() query: OutcomeSelection,
    @Headers('accept-language') languages?: string,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.reader.csv(caller, query, chosenLocale(query.locale, languages)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="outcomes.csv"',
    });
  }
}
