import { isRecord, recordsOf } from './loose.js';
import type { Fault } from './fault.js';
import { moneyFaults } from './money-faults.js';
import { refundFaults } from './refund-faults.js';
import { textFaults } from './text-faults.js';
import { timeFaults } from './time-faults.js';

/**
 * What is wrong with a submission beyond its shape; `now` is the wall clock in epoch milliseconds. Also judges what it can of a
 * submission of the wrong shape, so that whoever sent it learns everything at once.
 */
export function ruleFaults(submission: unknown, now: number): Fault[] {
  if (!isRecord(submission)) return [];
  const lines = recordsOf(submission['lines']);
  const refunds = recordsOf(submission['refunds']);
  return [
    ...textFaults(submission),
    ...timeFaults(submission, refunds, now),
    ...moneyFaults(submission, lines, refunds),
    ...refundFaults(submission, refunds),
  ];
}
