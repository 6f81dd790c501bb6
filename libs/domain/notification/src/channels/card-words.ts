import type { Locale } from '../locale.js';

/** The words of a card that are not about its customer. */
export interface CardWords {
  readonly severity: Readonly<Record<'info' | 'warning' | 'critical', string>>;
  readonly why: string;
  readonly nextStep: string;
  readonly restore: string;
  readonly acknowledge: string;
  readonly snooze: string;
  readonly open: string;
  readonly customer: string;
  readonly change: string;
  readonly none: string;
  readonly silence: string;
  readonly gap: string;
  readonly lastOrder: string;
  readonly amount: string;
  readonly owner: string;
  readonly unsubscribe: string;
}

export const CARD_WORDS: Readonly<Record<Locale, CardWords>> = {
  'zh-CN': {
    severity: { info: '提示', warning: '提醒', critical: '紧急' },
    why: '原因',
    nextStep: '下一步',
    restore: '如何恢复',
    acknowledge: '我来跟进',
    snooze: '稍后提醒',
    open: '查看详情',
    customer: '客户',
    change: '变化',
    none: '无',
    silence: '未下单',
    gap: '平常间隔',
    lastOrder: '最近订单',
    amount: '净额',
    owner: '负责人',
    unsubscribe: '不再接收此类邮件',
  },
  en: {
    severity: { info: 'For information', warning: 'Warning', critical: 'Urgent' },
    why: 'Why',
    nextStep: 'Next step',
    restore: 'What restores it',
    acknowledge: 'I see to it',
    snooze: 'Remind me later',
    open: 'Open',
    customer: 'Customer',
    change: 'Change',
    none: 'none',
    silence: 'No order for',
    gap: 'Usual gap',
    lastOrder: 'Last order',
    amount: 'Net amount',
    owner: 'Owner',
    unsubscribe: 'Stop these e-mails',
  },
};
