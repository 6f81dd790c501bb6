import type { ChannelLimits } from '../channel.js';

/** Webhooks of Microsoft Teams, of workflows ("When a Teams webhook request is received") and of connectors. */
export const TEAMS_LIMITS: ChannelLimits = {
  bodyBytes: 28 * 1024,
  rates: [{ messages: 4, perMs: 1_000 }],
  source: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
};

/** Newest Adaptive Card that all of Teams shows. */
export const TEAMS_CARD_VERSION = '1.5';

/** Error codes of workflows, in `error.code`, that say that the flow is gone. */
export const TEAMS_GONE: ReadonlySet<string> = new Set(['WorkflowNotFound', 'TriggerNotFound']);
