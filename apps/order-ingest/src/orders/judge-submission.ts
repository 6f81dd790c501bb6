import type { OrderSubmission } from '@orderweave/contracts';
import { documentWorth, type Fault, recordOrder, submissionFaults } from '@orderweave/domain-ordering';
import type { Judged, Submission } from './submission.js';

const CHANNEL = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Looks at a submission: records it, or finds everything that is wrong with it. `now`: the wall clock, epoch milliseconds. */
export function judgeSubmission(submission: Submission, now: number): Judged {
  const channel = channelOf(submission.value);
  const faults = submissionFaults(submission.value, now);
  if (channel !== undefined && !mayUse(submission.channels, channel)) {
    faults.push({ field: '/channel', value: channel, rule: 'channel-not-allowed' });
  }
  if (faults.length) return { submission, channel, faults };
  const warnings: Fault[] = [];
  const sent = submission.value as OrderSubmission;
  const order = recordOrder(sent, submission.settings, (fault) => warnings.push(fault));
  if (order.value !== undefined) return { submission, channel, order, warnings };
  return { submission, channel, order, worth: documentWorth(sent, submission.settings), warnings };
}

/** The channel that a value names; undefined for what cannot be a channel's name. */
export function channelOf(value: unknown): string | undefined {
  const channel = (value as { channel?: unknown } | null | undefined)?.channel;
  return typeof channel === 'string' && CHANNEL.test(channel) ? channel : undefined;
}

/** Whether a key's channels include one. */
export function mayUse(channels: readonly string[], channel: string): boolean {
  return channels.includes('*') || channels.includes(channel);
}
