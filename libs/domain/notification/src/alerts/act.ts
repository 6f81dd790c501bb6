import type { ChangedAlert } from '@orderweave/contracts';

export type AlertState = ChangedAlert['state'];
/** What a person can do with an alert. */
export const ALERT_ACTIONS = ['acknowledge', 'resolve'] as const;
export type AlertAction = (typeof ALERT_ACTIONS)[number];

const AFTER: Readonly<Record<AlertAction, AlertState>> = { acknowledge: 'acknowledged', resolve: 'resolved' };
const ALLOWED: Readonly<Record<AlertAction, readonly AlertState[]>> = {
  acknowledge: ['open', 'delivered', 'snoozed'],
  resolve: ['open', 'delivered', 'snoozed', 'acknowledged'],
};

/**
 * The state after an action: `same` when it has already been done (repeating an action changes nothing), null when the
 * alert's state does not allow it.
 */
export function act(state: AlertState, action: AlertAction): AlertState | 'same' | null {
  if (state === AFTER[action]) return 'same';
  return ALLOWED[action].includes(state) ? AFTER[action] : null;
}
