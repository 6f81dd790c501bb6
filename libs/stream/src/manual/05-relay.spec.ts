import { describe, expect, it } from '@jest/globals';
import { FrameWriter, keyHash, messageOf, readFrames, type OutgoingMessage } from '@orderweave/postgres';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { crc32c } from '../broker/crc32c.js';
import { ScramConversation } from '../broker/scram.js';

const message = fc.record({
  topic: fc.constantFrom('a', 'b'),
  key: fc.string({ unit: 'grapheme' }),
  headers: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })).map((headers) => ({ ...headers })),
  value: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
});

const pack = (messages: readonly OutgoingMessage[]) => {
  const writer = new FrameWriter();
  for (const one of messages) writer.addMessage(one);
  return writer.take();
};

describe('5. The outbox and its relay', () => {
  it('5.1 a row of the outbox gives back the messages of its transaction, byte by byte', () => {
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        const records = [...readFrames(pack(messages))];
        expect(JSON.stringify(records.map(messageOf))).toBe(JSON.stringify(messages));
      }),
    );
    const row = pack([{ topic: 't', key: 'k', headers: {}, value: Buffer.from('abc') }]);
    expect(() => [...readFrames(row.subarray(0, -1))]).toThrow(RangeError);
  });

  it('5.2 a key goes to the partition that every other client of Kafka would choose', () => {
    const theirs = kafkajs.Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({ partitionId, leader: 1 }));
        const bytes = Buffer.from(key);
        expect(keyHash(bytes) % partitions).toBe(
          theirs({ topic: 't', partitionMetadata: partitionMetadata as never, message: { key: bytes, value: null } }),
        );
      }),
    );
  });

  it('5.3 checksums are those of RFC 3720', () => {
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, byte) => byte))).toBe(0x46dd794e);
  });

  it('5.4 logs in as in the example of RFC 7677, and believes no server that does not know the password', () => {
    const login = new ScramConversation({ username: 'user', password: 'pencil' }, 'sha256', 'rOprNGfwEbeRWgbNEkqO');
    expect(login.first()).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
    const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    expect(login.answer(`r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`)).toBe(
      `c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
    );
    expect(() => login.verify('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).not.toThrow();
    expect(() => login.verify('v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toThrow(/password/);
    expect(() => login.answer(`r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`)).toThrow(/challenge/);
  });
});
