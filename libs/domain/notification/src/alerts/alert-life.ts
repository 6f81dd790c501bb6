import type { ChangedAlert } from '@orderweave/contracts';

export type AlertState = ChangedAlert['state'];

/** What a person can do with an alert. */
export const ALERT_ACTIONS = ['acknowledge', 'snooze', 'resolve', 'reopen'] as const;
export type AlertAction = (typeof ALERT_ACTIONS)[number];
/** What happens to an alert by itself: it was delivered, a snooze is over, the customer ordered, it is no longer valid. */
export type AlertOccurrence = 'deliver' | 'wake' | 'recover' | 'expire';

interface Change {
  readonly from: readonly AlertState[];
  readonly to: AlertState;
}

/** The life of an alert: open → delivered → acknowledged | snoozed → resolved | expired; people may reopen what is settled. */
const LIFE: Readonly<Record<AlertAction | AlertOccurrence, Change>> = {
  deliver: { from: ['open'], to: 'delivered' },
  acknowledge: { from: ['open', 'delivered', 'snoozed'], to: 'acknowledged' },
  snooze: { from: ['open', 'delivered', 'acknowledged'], to: 'snoozed' },
  wake: { from: ['snoozed'], to: 'open' },
  resolve: { from: ['open', 'delivered', 'snoozed', 'acknowledged'], to: 'resolved' },
  recover: { from: ['open', 'delivered', 'snoozed', 'acknowledged'], to: 'resolved' },
  expire: { from: ['open', 'delivered', 'snoozed', 'acknowledged'], to: 'expired' },
  reopen: { from: ['acknowledged', 'snoozed', 'resolved', 'expired'], to: 'open' },
};

/**
 * The state after something was done with an alert: `same` when it has already been done (repeating an action changes nothing), null
 * when the alert's state does not allow it.
 */
export function act(state: AlertState, action: AlertAction | AlertOccurrence): AlertState | 'same' | null {
  const { from, to } = LIFE[action];
  if (state === to) return 'same';
  return from.includes(state) ? to : null;
}

/** Whether nobody has seen to the alert yet. */
export function waits(state: AlertState): boolean {
  return state === 'open' || state === 'delivered';
}

/** Why a person resolved an alert. */
export const RESOLVE_REASONS = [
  'ordered-again',
  'price',
  'service',
  'quality',
  'delivery',
  'competitor',
  'season',
  'closed-business',
  'false-alarm',
  'other',
] as const;
/** Why an alert was resolved: what a person said, or that the customer ordered in time. */
export const RESOLUTIONS = [...RESOLVE_REASONS, 'recovered'] as const;
export type ResolveReason = (typeof RESOLUTIONS)[number];
