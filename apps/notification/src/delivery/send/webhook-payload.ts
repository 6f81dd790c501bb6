import type { Locale, RulePolicy } from '@orderweave/domain-notification';
import type { AlertRow } from '../../alerts/alert-row.js';
import { presentAlert } from '../../alerts/present-alert.js';

/** The body of a delivery: the alert in the receiver's language, and the transition as it came. */
export function alertPayload(alert: AlertRow, policy: RulePolicy, locale: Locale) {
  return {
    type: 'alert.raised',
    timestamp: alert.raisedAt.toISOString(),
    data: { tenant: alert.tenant, alert: presentAlert(alert, policy, locale), transition: alert.transition },
  };
}

/** The body of a test delivery. */
export function testPayload(tenant: string, now: number) {
  return {
    type: 'webhook.test',
    timestamp: new Date(now).toISOString(),
    data: { tenant, message: 'It works. 连接成功。' },
  };
}
