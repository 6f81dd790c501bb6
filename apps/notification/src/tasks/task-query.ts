import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  TASK_ACTIONS,
  TASK_KINDS,
  TASK_OUTCOMES,
  TASK_STATES,
  type TaskAction,
  type TaskKind,
  type TaskOutcome,
  type TaskState,
} from '@orderweave/domain-notification';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { LocaleQuery } from '../alerts/alert-query.js';
import { PageCursor, PageLimit } from '@orderweave/service';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DAY_RULE = { message: 'write a day, such as "2026-11-23"' };

/** Whose tasks are counted. */
export class TaskCountQuery {
  @ApiPropertyOptional({ description: 'Whose; a rep’s own whatever is asked, of everybody unless told' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  assignee?: string;
}

/** Which tasks, and which page of them. */
export class TaskListQuery extends LocaleQuery {
  @ApiPropertyOptional({
    description: 'Whose; of a rep the own ones unless a customer or an alert is asked for, of others everybody’s',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  assignee?: string;

  @ApiPropertyOptional({
    enum: TASK_STATES,
    description: '`open` unless told; every state for a customer or an alert',
  })
  @IsOptional()
  @IsIn(TASK_STATES)
  state?: TaskState;

  @ApiPropertyOptional({ description: 'Due before this day (YYYY-MM-DD)' })
  @IsOptional()
  @Matches(DAY, DAY_RULE)
  dueBefore?: string;

  @ApiPropertyOptional({ description: 'Due after this day (YYYY-MM-DD)' })
  @IsOptional()
  @Matches(DAY, DAY_RULE)
  dueAfter?: string;

  @ApiPropertyOptional({ description: 'Customer id' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  customer?: string;

  @ApiPropertyOptional({ description: 'Alert id' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  alert?: string;

  @PageCursor(500)
  cursor?: string;

  @PageLimit(200, 50)
  limit = 50;
}

/** What is to be different; what is left out stays. */
export class TaskChangeBody {
  @ApiPropertyOptional({ description: 'YYYY-MM-DD, today or later' })
  @IsOptional()
  @Matches(DAY, DAY_RULE)
  dueDay?: string;

  @ApiPropertyOptional({ description: 'Who does it from now on, whoever sees to its alert' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  assignee?: string;

  @ApiPropertyOptional({ maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

/** What is to be done for a customer: due the next working day, and by the owner (by a rep themselves), unless told. */
export class NewTaskBody extends TaskChangeBody {
  @ApiProperty({ description: 'Customer id' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  customer!: string;

  @ApiProperty({ enum: TASK_KINDS })
  @IsIn(TASK_KINDS)
  kind!: TaskKind;

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  text!: string;
}

/** Which task, and what is done with it. */
export class TaskActionParams {
  @IsString()
  @MaxLength(200)
  id!: string;

  @IsIn(TASK_ACTIONS)
  action!: TaskAction;
}

/** What a person says of it. */
export class TaskActionBody {
  @ApiPropertyOptional({ enum: TASK_OUTCOMES, description: 'What came of it, for `complete`; `other` unless told' })
  @IsOptional()
  @IsIn(TASK_OUTCOMES)
  outcome?: TaskOutcome;

  @ApiPropertyOptional({ maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}
