import { describe, expect, it } from '@jest/globals';
import { packFrames, unpackFrames, type OutgoingMessage } from '@orderweave/postgres';
import fc from 'fast-check';
import { produceRequests } from '../relay/produce-requests.js';

const message = fc.record({
  topic: fc.constantFrom('a', 'b'),
  key: fc.string(),
  headers: fc.dictionary(fc.string(), fc.string()).map((headers) => ({ ...headers })),
  value: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
});

describe('5. The outbox and its relay', () => {
  it('5.1 a row of the outbox gives back the messages of its transaction, byte by byte', () => {
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        expect(JSON.stringify(unpackFrames(packFrames(messages)))).toBe(JSON.stringify(messages));
      }),
    );
    expect(() =>
      unpackFrames(packFrames([{ topic: 't', key: 'k', headers: {}, value: Buffer.from('abc') }]).subarray(0, -1)),
    ).toThrow(RangeError);
  });

  it('5.2 requests keep the order of each topic, lose nothing and stay within the limit of a broker', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 50 }), (messages: OutgoingMessage[]) => {
        const requests = [...produceRequests(messages, 2_000)];
        for (const topic of ['a', 'b']) {
          const sent = requests.flatMap((request) =>
            request.filter((one) => one.topic === topic).flatMap((one) => one.messages),
          );
          expect(sent.map((one) => one.value)).toEqual(
            messages.filter((one) => one.topic === topic).map((one) => one.value),
          );
        }
        for (const request of requests) {
          const all = request.flatMap((one) => one.messages);
          const bytes = all.reduce((sum, one) => sum + (one.value as Buffer).length, 0);
          expect(all.length === 1 || bytes <= 2_000).toBe(true);
        }
      }),
    );
  });
});
