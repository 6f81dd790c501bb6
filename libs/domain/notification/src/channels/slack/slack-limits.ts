import type { ChannelLimits } from '../channel.js';
import type { CodeTable } from '../read-answer.js';

/** Incoming webhooks of Slack. */
export const SLACK_LIMITS: ChannelLimits = {
  // The blocks' own limits come first: 13,000 characters of blocks at most, by https://github.com/slackapi/bolt-js/issues/2509.
  bodyBytes: 12_000,
  rates: [{ messages: 1, perMs: 1_000 }],
  source: 'https://docs.slack.dev/apis/web-api/rate-limits#incoming',
};

/** Most characters and entries of each block: https://docs.slack.dev/reference/block-kit/blocks */
export const SLACK_BLOCKS = {
  blocks: 50,
  header: 150,
  section: 3000,
  fields: 10,
  field: 2000,
  actions: 25,
  button: 75,
  url: 3000,
} as const;

/** Answers are plain text: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
export const SLACK_ERRORS: CodeTable = {
  invalid_payload: { kind: 'refused', reason: 'the message is malformed' },
  invalid_blocks: { kind: 'refused', reason: 'the blocks are wrong' },
  no_text: { kind: 'refused', reason: 'the message is empty' },
  msg_too_long: { kind: 'refused', reason: 'the message is too long' },
  msg_blocks_too_long: { kind: 'refused', reason: 'the blocks are too long' },
  action_prohibited: { kind: 'retry', reason: 'the workspace does not allow it' },
  posting_to_general_channel_denied: { kind: 'retry', reason: 'the channel does not allow it' },
  channel_not_found: { kind: 'gone', reason: 'there is no such channel' },
  channel_is_archived: { kind: 'gone', reason: 'the channel is archived' },
  no_active_hooks: { kind: 'gone', reason: 'the webhook is disabled' },
  no_service: { kind: 'gone', reason: 'the webhook was removed' },
  no_service_id: { kind: 'gone', reason: 'the address is incomplete' },
  no_team: { kind: 'gone', reason: 'there is no such workspace' },
  team_disabled: { kind: 'gone', reason: 'the workspace is no longer active' },
  user_not_found: { kind: 'gone', reason: 'there is no such person' },
  rollup_error: { kind: 'retry', reason: 'the tool failed' },
};
