import { composeCard } from '../channels/compose-card.js';
import type { Card } from '../channels/card.js';
import type { Locale } from '../locale.js';
import type { RulePolicy } from '../rules/rule-policy.js';
import { sampleTransition } from './sample-transition.js';

const words = (zh: string, en: string) => ({ 'zh-CN': zh, en });

/** A policy with the one rule of the sample card. */
export const samplePolicy: RulePolicy = {
  version: 'v1',
  horizonHours: 48,
  rules: [
    {
      ...{ id: 'at-risk', name: words('有流失风险', 'At risk'), when: { kind: ['risk'] }, severity: 'warning' },
      ...{ play: 'check-in', recipients: ['owner'], slaHours: 48 },
    },
  ],
  plays: {
    'check-in': {
      name: words('主动联系', 'Check in'),
      steps: [
        { afterDays: 1, kind: 'call', text: words('致电了解近况和采购计划', 'Call, ask about purchase plans') },
        {
          afterDays: 7,
          kind: 'message',
          text: words('仍未下单时，发送合适的优惠', 'Without an order, send a fitting offer'),
        },
      ],
    },
  },
};

/** The card of a customer at risk, with all its buttons. */
export function sampleCard(locale: Locale, given: Partial<Card> = {}): Card {
  const subject = { alertId: 'al_1', rule: 'at-risk', severity: 'warning', transition: sampleTransition() } as const;
  const link = (action: string) => `https://orderweave.example.com/${action}`;
  const links = { acknowledge: link('a/1'), snooze: link('a/2'), open: link('?alert=al_1') };
  return { ...composeCard(subject, samplePolicy, locale, links), ...given };
}
