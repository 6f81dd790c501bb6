import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { emit } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { worthWaiting } from '../consume/worth-waiting.js';
import { on, topology, type BatchHandler, type Received } from '../topology.js';
import { numbers, streamFixture, type Counted, type StreamFixture } from './stream-fixture.js';

describe('9. Work that costs less together waits for more while the process is behind', () => {
  let stage: StreamFixture;
  beforeAll(async () => {
    stage = await streamFixture();
  });
  afterAll(() => stage.close());

  it('9.1 waits only with much ahead, without a full batch, and never for long', () => {
    const behind = { own: 10, ahead: 2_000, waitedMs: 0, full: 4_000 };
    expect(worthWaiting(behind)).toBe(true);
    expect(worthWaiting({ ...behind, ahead: 1_999 })).toBe(false);
    expect(worthWaiting({ ...behind, own: 4_000 })).toBe(false);
    expect(worthWaiting({ ...behind, waitedMs: 1_000 })).toBe(false);
  });

  it('9.2 what many batches tell comes to it in a few', async () => {
    const [batches, size] = [40, 10];
    const passed: number[] = [];
    const pass: BatchHandler<Received<Counted>> = async ([first]) => ({
      emits: [emit(stage.Passed, first!.payload)],
    });
    const gather: BatchHandler<Received<Counted>> = async (events) => void passed.push(events.length);
    const picture = topology(
      'manual',
      on(stage.Arrived).run(pass).emits(stage.Passed),
      on(stage.Passed).run(gather, { lingers: true }).emitsNothing(),
    );
    // Makes the topics.
    await (await stage.serve(picture)).close();
    await stage.send(numbers('one', ...Array.from({ length: batches * size }, (_, n) => n)));
    const begin = Date.now();
    const server = await stage.serve(picture, { batchRecords: size, concurrency: 2 });
    await eventually(async () => expect(await server.progress()).toMatchObject({ drained: true }), 30_000);
    expect(passed.reduce((sum, count) => sum + count, 0)).toBe(batches);
    // Full ones, the last, and one a second if the machine is slow; else nearly as many as there are batches before it.
    expect(passed.length).toBeLessThanOrEqual(batches / size + 2 + (Date.now() - begin) / 1_000);
    await server.close();
  });
});
