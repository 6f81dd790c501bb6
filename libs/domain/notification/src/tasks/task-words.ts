import type { Locale } from '../locale.js';
import type { TaskKind } from './task-life.js';

/** How kinds of tasks are called. */
export const TASK_KIND_WORDS: Readonly<Record<Locale, Readonly<Record<TaskKind, string>>>> = {
  'zh-CN': { call: '电话', visit: '拜访', message: '消息', offer: '优惠' },
  en: { call: 'Call', visit: 'Visit', message: 'Message', offer: 'Offer' },
};
