import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, Problem, Public, type CallerIdentity } from '@orderweave/service';
import { TaskCalendar } from './task-calendar.js';

/** Where a calendar program finds a person's tasks. */
export class CalendarAddress {
  @ApiProperty({ description: 'Whoever has it can read the tasks; it is valid for a year' }) url!: string;
}

/** Tasks of plays as a calendar. */
@ApiTags('tasks')
@Controller()
export class CalendarController {
  constructor(private readonly calendar: TaskCalendar) {}

  @Get('v1/calendar')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'The address of the caller’s own calendar of tasks (iCalendar), to subscribe to' })
  @ApiOkResponse({ type: CalendarAddress })
  async address(@Caller() { tenant, name }: CallerIdentity): Promise<CalendarAddress> {
    const url = await this.calendar.address(tenant, name);
    if (url) return { url };
    const detail = 'The service does not know its own address; set NOTIFICATION_PUBLIC_URL.';
    throw new Problem({ status: 409, code: 'no-public-url', title: 'No calendar', detail });
  }

  @Get('calendar.ics')
  @Public()
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('cache-control', 'private, max-age=600')
  @Header('referrer-policy', 'no-referrer')
  @ApiOperation({ summary: 'A person’s tasks; the address is the key' })
  @ApiProduces('text/calendar')
  async read(@Query('t') token?: string): Promise<string> {
    const text = await this.calendar.read(token ?? '');
    if (text === undefined) throw new Problem({ status: 404, code: 'unknown-calendar', title: 'No such calendar' });
    return text;
  }
}
