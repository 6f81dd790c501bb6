import { hash } from 'node:crypto';
import type { FeedbackSubmission, RecordedFeedback } from '@orderweave/contracts';
import {
  formatDay,
  formatInstant,
  localDay,
  normaliseIdentifier,
  parseInstant,
  type TenantSettings,
} from '@orderweave/domain-ordering';
import type { FeedbackFault } from './feedback-fault.js';

/** What a faultless submission stands for, and the identifiers that identify nobody. */
export interface RecordableFeedback {
  readonly feedback: RecordedFeedback;
  readonly warnings: readonly FeedbackFault[];
}

/**
 * The feedback that a faultless submission (no `feedbackFaults`) stands for. Without updated-at a revision is as old as what was said; of two
 * revisions of one time the greater hash of the content holds. Blank text is none.
 */
export function recordFeedback(submission: FeedbackSubmission, settings: TenantSettings): RecordableFeedback {
  const { channel, feedbackId, kind, score, language, sku } = submission;
  const given = instantOf(submission.givenAt);
  const givenAt = formatInstant(given);
  const updatedAt = submission.updatedAt === undefined ? givenAt : formatInstant(instantOf(submission.updatedAt));
  const text = submission.text?.trim() === '' ? undefined : submission.text;
  const orderChannel = submission.order?.channel ?? channel;
  const order = submission.order && `${orderChannel}/${submission.order.externalId}`;
  const warnings: FeedbackFault[] = [];
  const identifiers = new Set<string>();
  (submission.identifiers ?? []).forEach((identifier, index) => {
    const { value } = identifier;
    const normalised = normaliseIdentifier(identifier.kind, value, orderChannel, settings.defaultCountry);
    if (normalised) identifiers.add(normalised);
    else warnings.push({ field: `/identifiers/${index}/value`, value, rule: 'unusable-identifier' });
  });
  const said = [kind, score, text, language, givenAt, order, [...identifiers].sort(), sku];
  const feedback: RecordedFeedback = {
    tenant: settings.tenant,
    channel,
    feedbackId,
    revision: { updatedAt, rank: 0, hash: hash('sha256', JSON.stringify(said), 'hex').slice(0, 32) },
    kind,
    ...(score !== undefined && { score }),
    ...(text !== undefined && { text }),
    ...(language !== undefined && { language }),
    givenAt,
    givenOn: formatDay(localDay(given, settings.timeZone)),
    ...(order !== undefined && { order }),
    identifiers: [...identifiers],
    ...(sku !== undefined && { sku }),
  };
  return { feedback, warnings };
}

function instantOf(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`"${text}" is no instant of the calendar`);
  return instant;
}
