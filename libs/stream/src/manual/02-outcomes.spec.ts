import { describe, expect, it } from '@jest/globals';
import { MonthAmountChanged, DayTurned } from '@orderweave/contracts';
import { backoff } from '../consume/backoff.js';
import { recordDecoder } from '../consume/decode-record.js';
import type { LogRecord } from '../fetch/log-record.js';
import { isEvent } from '../topology.js';

const record = (value: string | null, headers: Record<string, string> = {}): LogRecord => ({
  key: null,
  value: value === null ? null : Buffer.from(value),
  size: value === null ? 0 : Buffer.byteLength(value),
  offset: 7n,
  timestamp: 0,
  header: (name) => headers[name],
  headers: () => headers,
});
const turned = JSON.stringify({ tenant: 'default', day: '2026-11-22', now: '2026-11-22T00:00:00Z' });

describe('2. What becomes of a record is a value', () => {
  const both = recordDecoder([MonthAmountChanged, DayTurned]);

  it('2.1 a record is told by its ce_type', () => {
    const { received } = both(record(turned, { ce_type: DayTurned.type, traceparent: '00-a-b-01' }), 't', 3);
    expect(received && isEvent(received, DayTurned) && received.payload.day).toBe('2026-11-22');
    expect(received).toMatchObject({ topic: 't', partition: 3, offset: '7', traceparent: '00-a-b-01' });
  });

  it('2.2 without ce_type it is the one event of its topic, or a dead letter where there are several', () => {
    expect(recordDecoder([DayTurned])(record(turned), 't', 0).received?.event).toBe(DayTurned);
    expect(both(record(turned), 't', 0).outcome).toMatchObject({ kind: 'dead-letter', code: 'UNKNOWN_EVENT' });
  });

  it('2.3 an event that nobody here handles is dropped, so that new events can be added to a topic', () => {
    expect(both(record(turned, { ce_type: 'orderweave.later.v1' }), 't', 0).outcome).toEqual({
      kind: 'drop',
      reason: 'event-not-handled',
    });
    expect(recordDecoder([DayTurned])(record(null), 't', 0).outcome).toEqual({ kind: 'drop', reason: 'tombstone' });
  });

  it('2.4 bytes that are not the event are a dead letter that names the field', () => {
    const [notJson, wrong] = ['{"day":', '{"tenant":"default","day":20,"now":"2026-11-22T00:00:00Z"}'].map(
      (text) => recordDecoder([DayTurned])(record(text), 't', 0).outcome,
    );
    expect(notJson).toMatchObject({ kind: 'dead-letter', code: 'UNDECODABLE' });
    expect(wrong?.kind === 'dead-letter' && wrong.cause.message).toContain('/day');
  });

  it('2.5 waits between attempts double up to a limit and are half jitter', () => {
    expect([1, 2, 3, 20].map((attempt) => backoff(attempt, 0))).toEqual([25, 50, 100, 2500]);
    expect([1, 2, 3, 20].map((attempt) => backoff(attempt, 1))).toEqual([50, 100, 200, 5000]);
  });
});
