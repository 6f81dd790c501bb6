import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { TASK_ACTIONS } from '@orderweave/domain-notification';
import { Caller, type CallerIdentity } from '@orderweave/service';
import { LocaleQuery } from '../alerts/alert-query.js';
import { chosenLocale } from '../alerts/chosen-locale.js';
import { TaskDesk } from './task-desk.js';
import {
  NewTaskBody,
  TaskActionBody,
  TaskActionParams,
  TaskChangeBody,
  TaskCountQuery,
  TaskListQuery,
} from './task-query.js';
import { TaskCounts, TaskDetail, TaskPage, TaskView } from './task-view.js';

type Texts = Record<string, string | undefined>;

/** What people are to do for customers: the steps of plays, and what somebody added by hand. */
@ApiTags('tasks')
@ApiBearerAuth()
@Controller('v1/tasks')
export class TasksController {
  constructor(private readonly desk: TaskDesk) {}

  @Get()
  @ApiOperation({ summary: 'Tasks by due day, open ones unless told; a rep gets own tasks' })
  @ApiOkResponse({ type: TaskPage })
  list(
    @Caller() caller: CallerIdentity,
    @Query() query: TaskListQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<TaskPage> {
    return this.desk.list(caller, query, chosenLocale(query.locale, languages));
  }

  @Get('counts')
  @ApiOperation({ summary: 'How many tasks are open, due today and overdue' })
  @ApiOkResponse({ type: TaskCounts })
  counts(@Caller() caller: CallerIdentity, @Query() { assignee }: TaskCountQuery): Promise<TaskCounts> {
    return this.desk.counts(caller, assignee);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One task with its history' })
  @ApiOkResponse({ type: TaskDetail })
  read(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Query() query: LocaleQuery,
    @Headers('accept-language') languages?: string,
  ): Promise<TaskDetail> {
    return this.desk.read(caller, id, chosenLocale(query.locale, languages));
  }

  @Post()
  @ApiOperation({ summary: 'Adds a task by hand; a rep for own customers' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key adds the task once' })
  @ApiCreatedResponse({ type: TaskView })
  add(@Caller() caller: CallerIdentity, @Body() body: NewTaskBody, @Headers() headers: Texts): Promise<TaskView> {
    const locale = chosenLocale(undefined, headers['accept-language']);
    return this.desk.add(caller, body, locale, headers['idempotency-key']);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Gives an open task another day, person or note' })
  @ApiOkResponse({ type: TaskView })
  change(
    @Caller() caller: CallerIdentity,
    @Param('id') id: string,
    @Body() body: TaskChangeBody,
    @Headers('accept-language') languages?: string,
  ): Promise<TaskView> {
    return this.desk.change(caller, id, body ?? {}, chosenLocale(undefined, languages));
  }

  @Post(':id/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: TASK_ACTIONS })
  @ApiOperation({
    summary: 'Says that a task is done and what came of it, that it is left out, or that it is open again',
  })
  @ApiOkResponse({ type: TaskView })
  act(
    @Caller() caller: CallerIdentity,
    @Param() { id, action }: TaskActionParams,
    @Body() body: TaskActionBody,
    @Headers('accept-language') languages?: string,
  ): Promise<TaskView> {
    const { outcome, note } = body ?? {};
    return this.desk.act(caller, { id, action, outcome, note }, chosenLocale(undefined, languages));
  }
}
