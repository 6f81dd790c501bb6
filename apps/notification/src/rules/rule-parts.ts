import type { Provider, Type } from '@nestjs/common';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { RuleDryRun } from './dry-run/rule-dry-run.js';
import { TransitionLog } from './kept/transition-log.js';
import { RuleActivationsController } from './versions/rule-activations.controller.js';
import { RuleActivator } from './versions/rule-activator.js';
import { RuleDirectory } from './versions/rule-directory.js';
import { RuleEditor } from './versions/rule-editor.js';
import { RuleReader } from './versions/rule-reader.js';
import { RulesController } from './versions/rules.controller.js';

/** The addresses of the rules. */
export const RULE_CONTROLLERS: Type[] = [RulesController, RuleActivationsController];

/** What keeps, activates and tries rules. */
export const RULE_PROVIDERS: Provider[] = [
  RuleDirectory,
  RuleEditor,
  RuleReader,
  RuleActivator,
  RuleDryRun,
  {
    provide: TransitionLog,
    inject: [CALENDAR_OF],
    useFactory: (calendarOf: CalendarOf) => new TransitionLog(calendarOf),
  },
];
