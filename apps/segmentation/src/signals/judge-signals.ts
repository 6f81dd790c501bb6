import { formatDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { assessSignals, nextSignalDay, SIGNAL_REASON, type Signal } from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { Change, ChangeCause } from '../transitions/change.js';
import { beginsByMove } from './by-move.js';
import type { EndedSignal, HeldSignal } from './customer-signal.store.js';
import type { KeyedFacts } from './signal-facts.store.js';
import type { KnownMove } from './signal-move.store.js';
import { isDueByPolicy, type SignalWatch } from './signal-work.store.js';

/** A customer that is to be judged by signals. */
export interface SignalCase {
  readonly watch: SignalWatch;
  readonly facts: KeyedFacts;
  /** The signals that it gave when it was judged last. */
  readonly held: readonly HeldSignal[];
  /** What passed between it and others since. */
  readonly moves?: readonly KnownMove[];
}

/** What came of judging a customer. */
export interface SignalJudgement {
  readonly watch: SignalWatch;
  /** Signals that began, or that will end on another day. */
  readonly saved: HeldSignal[];
  readonly ended: EndedSignal[];
  readonly changes: Change[];
}

/** How far back days are gone through: longer ago nobody would be told of. */
const LONGEST_LOOK_BACK = 400;
/** Things that one transition names. */
const SUBJECTS_TOLD = 5;

/**
 * Brings a customer to the tenant's day by its signals, through every day on which others hold: a clock that jumps gives what single days
 * give. A signal that begins is told once, all of one name and day together; that one ends is only kept.
 */
export function judgeSignals(judged: SignalCase, moment: TenantMoment): SignalJudgement {
  const { watch, facts, held, moves = [] } = judged;
  const now = new Map(held.map((one) => [keyOf(one.signal, one.subject), one]));
  const saved = new Map<string, HeldSignal>();
  const ended = new Map<string, EndedSignal>();
  const changes: Change[] = [];
  const { customerId } = watch;
  let day = Math.min(moment.day, Math.max(watch.judgedOn ?? moment.day, moment.day - LONGEST_LOOK_BACK));
  let next: Day | null;
  for (;;) {
    const { signals: policy } = moment.policies.at(day);
    const found = new Map(assessSignals({ facts, day, policy }).map((one) => [keyOf(one.signal, one.subject), one]));
    for (const [key, { signal, subject }] of now) {
      if (found.has(key)) continue;
      now.delete(key);
      saved.delete(key);
      ended.set(key, { customerId, signal, subject, endedOn: day });
    }
    const begun: Signal[] = [];
    for (const [key, one] of found) {
      const before = now.get(key);
      if (!before) begun.push(one);
      // It goes on since the day on which it began, whatever an order has moved meanwhile.
      if (before?.until === one.until) continue;
      const { signal, subject = '', until, because: reasons } = one;
      const stored = { customerId, signal, subject, since: before?.since ?? one.since, until, reasons };
      now.set(key, stored);
      saved.set(key, stored);
      ended.delete(key);
    }
    const byMove = beginsByMove({ facts, moves, day, policy });
    for (const moved of [false, true]) {
      for (const signals of byName(begun.filter((one) => byMove(one) === moved))) {
        const version = watch.changes + changes.length + 1;
        changes.push(changeOf(signals, judged, { day, moment, version, moved }));
      }
    }
    next = nextSignalDay({ facts, day, policy });
    const other = moment.policies.nextStart(day);
    const step = Math.min(next ?? Number.POSITIVE_INFINITY, other ?? Number.POSITIVE_INFINITY);
    if (step > moment.day) break;
    day = step;
  }
  const watched = { customerId, judgedOn: moment.day, dueOn: next, changes: watch.changes + changes.length };
  return { watch: watched, saved: [...saved.values()], ended: [...ended.values()], changes };
}

function keyOf(signal: string, subject = ''): string {
  return `${signal}\n${subject}`;
}

/** Those of one name together, the one that began last first. */
function byName(signals: readonly Signal[]): Signal[][] {
  const groups = new Map<string, Signal[]>();
  for (const one of signals) {
    const others = groups.get(one.signal);
    if (others) others.push(one);
    else groups.set(one.signal, [one]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => b.since - a.since));
}

function changeOf(
  signals: readonly Signal[],
  { watch, facts }: SignalCase,
  { day, moment, version, moved }: { day: Day; moment: TenantMoment; version: number; moved: boolean },
): Change {
  const [first] = signals as [Signal];
  const policy = moment.policies.at(day);
  const subjects = signals.flatMap(({ subject }) => subject ?? []);
  const told = subjects.length > SUBJECTS_TOLD ? [...subjects.slice(0, SUBJECTS_TOLD), '…'] : subjects;
  const settled = day >= moment.models[0]!.tenantFirstDay + policy.stages.risk.youngTenantDays;
  return {
    tenant: moment.policy.tenant,
    customerId: watch.customerId,
    kind: 'signal',
    from: null,
    to: first.signal,
    label: 'began',
    effectiveAt: beganAt(first, watch, moment),
    cause: moved ? { type: 'identity' } : causeOf(first, { watch, facts }, day, policy.version),
    inputs: [...(told.length > 0 ? [{ name: SIGNAL_REASON.subject, value: told.join(', ') }] : []), ...first.because],
    // What customers are found to give by a policy that somebody has just put in force, or by what was another's, has not begun now.
    alertable: settled && !moved && !isDueByPolicy(watch),
    policyVersion: policy.version,
    orders: { since: 0, until: day },
    version,
  };
}

/**
 * Epoch milliseconds: as the day began since which it holds. What did not hold as of a later day when the customer was judged last is news of a
 * revision, if there was one since; of other orders that came late it is as old as they are.
 */
function beganAt({ since }: Signal, { judgedOn, revisedAt }: SignalWatch, { policy }: TenantMoment): number {
  const began = startOfDay(since, policy.timeZone);
  const isRevised = revisedAt !== null && revisedAt !== undefined && judgedOn !== null && since <= judgedOn;
  return isRevised ? Math.max(began, revisedAt) : began;
}

/** The last order, if that shows it; else the silence since. */
function causeOf(
  { since }: Signal,
  { watch, facts }: Pick<SignalCase, 'watch' | 'facts'>,
  day: Day,
  policyVersion: string,
): ChangeCause {
  if (isDueByPolicy(watch)) return { type: 'policy', ref: policyVersion };
  const last = facts.orders.findLast(({ placedOn }) => placedOn <= day);
  if (last && last.placedOn >= since) return { type: 'order', ref: last.key };
  return { type: 'deadline', ref: formatDay(since) };
}
