import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { UnreadAlerts } from './unread-alerts.js';
import { SeenBody, UnreadCounts } from './unread-view.js';

/** What the caller has not read yet. */
@ApiTags('alerts')
@ApiBearerAuth()
@Controller('v1/alerts')
export class UnreadController {
  constructor(private readonly unread: UnreadAlerts) {}

  @Get('unread')
  @ApiOperation({ summary: 'How many alerts the caller has not seen, and how many nobody has seen to, by severity' })
  @ApiOkResponse({ type: UnreadCounts })
  counts(@Caller() caller: CallerIdentity): Promise<UnreadCounts> {
    return this.unread.counts(caller);
  }

  @Post('seen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Marks alerts as seen by the caller, some or all until a moment; returns what is left' })
  @ApiOkResponse({ type: UnreadCounts })
  see(@Caller() caller: CallerIdentity, @Body() body: SeenBody): Promise<UnreadCounts> {
    return this.unread.see(caller, body);
  }
}
