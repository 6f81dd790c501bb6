import { ApiProperty } from '@nestjs/swagger';
import { CANCEL_REASONS, TASK_KINDS, TASK_OUTCOMES, TASK_STATES } from '@orderweave/domain-notification';

/** For whom something is to be done. */
export class TaskCustomerView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) owner!: string | null;
}

/** A task as a person reads it, in the language asked for. */
export class TaskView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: TASK_STATES }) state!: string;
  @ApiProperty({ enum: TASK_KINDS }) kind!: string;
  @ApiProperty() kindName!: string;
  @ApiProperty() text!: string;
  @ApiProperty({ description: 'YYYY-MM-DD' }) dueDay!: string;
  @ApiProperty({ description: 'Open, and its day is over' }) overdue!: boolean;
  @ApiProperty({ type: String, nullable: true }) assignee!: string | null;
  @ApiProperty() customer!: TaskCustomerView;
  @ApiProperty({ type: String, nullable: true, description: 'Id of the alert whose play it belongs to' })
  alert!: string | null;
  @ApiProperty({ description: 'Another one follows once it is settled or its day is over' }) repeats!: boolean;
  @ApiProperty({ type: [String], description: 'What to speak of' }) points!: string[];
  @ApiProperty({ type: [String], description: 'What to ask for or to offer' }) offers!: string[];
  @ApiProperty({ enum: TASK_OUTCOMES, nullable: true }) outcome!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ enum: CANCEL_REASONS, nullable: true, description: 'Why it was cancelled' }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true }) settledAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) settledBy!: string | null;
  @ApiProperty({ description: 'By the tenant’s clock' }) createdAt!: string;
  @ApiProperty() createdBy!: string;
}

/** A page of tasks, by due day. */
export class TaskPage {
  @ApiProperty({ type: [TaskView] }) items!: TaskView[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' }) next!: string | null;
}

/** What was done with a task. */
export class TaskEventView {
  @ApiProperty() at!: string;
  @ApiProperty() actor!: string;
  @ApiProperty() action!: string;
  @ApiProperty({ enum: TASK_STATES }) state!: string;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A reason, a day, names' }) detail!: string | null;
}

/** A task with its history. */
export class TaskDetail extends TaskView {
  @ApiProperty({ type: [TaskEventView], description: 'Who did what, oldest first' }) history!: TaskEventView[];
}

/** How many open tasks there are. */
export class TaskCounts {
  @ApiProperty({ description: 'Today by the tenant’s clock, YYYY-MM-DD' }) day!: string;
  @ApiProperty() open!: number;
  @ApiProperty({ description: 'Due today' }) today!: number;
  @ApiProperty() overdue!: number;
}
