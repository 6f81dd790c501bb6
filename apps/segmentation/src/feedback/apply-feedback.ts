import type { FeedbackMeaning } from '@orderweave/contracts';
import { parseDay } from '@orderweave/domain-ordering';
import type { Emission, Transaction } from '@orderweave/postgres';
import { deadLetter, drop, type Handled, type Outcome, type Received } from '@orderweave/stream';
import type { LedgerParts } from '../ledger/apply-activity.js';
import { customerKey } from '../ledger/gather-batch.js';
import { observeTransitions } from '../metrics/segmentation-metrics.js';
import { noteSegmentNews } from '../segments/segment-work.store.js';
import { addSignalNews } from '../signals/signal-work.store.js';
import type { Change } from '../transitions/change.js';
import { composeTransitions } from '../transitions/compose-transitions.js';
import { loadFeedbackOf, saveFeedbackOf, type KnownFeedback } from './customer-feedback.store.js';
import { feedbackReasons } from './feedback-reason.js';
import { hearFeedback, type HeardFeedback } from './hear-feedback.js';

/** The days before feedback of which the last orders are told. */
const ORDERS_WITHIN = 365;

/** Keeps what customers said and tells complaints, detractors and who is content again; has segments and signals look at them anew. */
export async function applyFeedback(
  events: readonly Received<FeedbackMeaning>[],
  tx: Transaction,
  { policies, moments, wallNow, signalsNoted = () => undefined }: LedgerParts,
): Promise<Handled> {
  const outcomes = new Map<Received, Outcome>();
  const known = events.filter((received) => {
    const { tenant } = received.payload;
    if (policies.has(tenant)) return true;
    outcomes.set(received, deadLetter('UNKNOWN_TENANT', new Error(`tenant "${tenant}" is not configured`)));
    return false;
  });
  const customers = new Map(known.map(({ payload }) => [customerKey(payload.tenant, payload.customerId), payload]));
  const said = new Map<string, Map<string, KnownFeedback>>([...customers.keys()].map((key) => [key, new Map()]));
  for (const one of await loadFeedbackOf(tx, [...customers.values()]))
    said.get(customerKey(one.meaning.tenant, one.meaning.customerId))?.set(one.meaning.feedback, one);
  const written = new Map<string, KnownFeedback>();
  const changes: Change[] = [];
  for (const received of known) {
    const { payload: meaning } = received;
    const own = said.get(customerKey(meaning.tenant, meaning.customerId))!;
    const others = [...own.values()].filter((one) => one.meaning.feedback !== meaning.feedback);
    const heard = hearFeedback(meaning, own.get(meaning.feedback), others);
    if (!heard.known) {
      outcomes.set(received, drop('stale-feedback'));
      continue;
    }
    own.set(meaning.feedback, heard.known);
    written.set(`${customerKey(meaning.tenant, meaning.customerId)} ${meaning.feedback}`, heard.known);
    if (heard.told) changes.push(changeOf(received, heard.told));
  }
  await saveFeedbackOf(tx, [...written.values()]);
  noteNews(tx, [...written.values()], signalsNoted);
  return { emits: await tell(), outcomes };

  async function tell(): Promise<Emission[]> {
    if (changes.length === 0) return [];
    const at = await moments.load(tx, [...new Set(changes.map(({ tenant }) => tenant))]);
    observeTransitions(tx, changes, known, wallNow);
    return composeTransitions(tx, changes, at);
  }
}

function noteNews(tx: Transaction, written: readonly KnownFeedback[], signalsNoted: () => void): void {
  const all = written.map(({ meaning }) => meaning);
  noteSegmentNews(
    tx,
    all.map(({ tenant, customerId, feedback, givenAt }) => {
      return { tenant, customerId, cause: { type: 'feedback', ref: feedback }, becameTrue: Date.parse(givenAt) };
    }),
  );
  const complaints = all.filter(({ kind }) => kind === 'complaint');
  if (complaints.length === 0) return;
  addSignalNews(tx, complaints);
  tx.onCommit(signalsNoted);
}

function changeOf(
  { payload: meaning, traceparent }: Received<FeedbackMeaning>,
  { from, to, previous }: NonNullable<HeardFeedback['told']>,
): Change {
  const { tenant, customerId, feedback, version, givenAt, givenOn } = meaning;
  const day = parseDay(givenOn);
  return {
    ...{ tenant, customerId, kind: 'feedback', from, to, version },
    effectiveAt: Date.parse(givenAt),
    cause: { type: 'feedback', ref: feedback },
    inputs: feedbackReasons(meaning, previous),
    alertable: true,
    orders: { since: day - ORDERS_WITHIN, until: day },
    ...(traceparent && { traceparent }),
  };
}
