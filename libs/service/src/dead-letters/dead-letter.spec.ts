import { describe, expect, it } from '@jest/globals';
import { deadLetterMessage } from '@orderweave/stream';
import { ServiceConfig } from '../config.js';
import { type DeadLetter, readLetter, tenantNamed } from './dead-letter.js';
import { LetterAccess } from './letter-access.js';

const headers: Record<string, string> = { tenant: 'acme', traceparent: '00-a-b-01' };
const record = {
  ...{ key: Buffer.from('shop/1'), value: Buffer.from([0x7b, 0xff]), size: 8, offset: 42n, timestamp: 0 },
  header: (name: string) => headers[name],
  headers: () => headers,
};
const buried = deadLetterMessage(
  record,
  { service: 'order-ingest', topic: 'orders.inbound', partition: 3 },
  { code: 'UNDECODABLE', cause: new Error('not JSON') },
);
const place = { topic: buried.topic, partition: 0, offset: '7' };

function letterOf(headers: Record<string, string>, value: string): DeadLetter {
  const own = { 'dead-letter-service': 's', 'dead-letter-source': 't/0/1' };
  return readLetter({ place, timestamp: 0, key: null, value: Buffer.from(value), headers: { ...own, ...headers } })!;
}

function access(tenants: string): LetterAccess {
  const env = { DATABASE_URL: 'postgres://x', KAFKA_BROKERS: 'x:1', TENANTS: tenants };
  return new LetterAccess(ServiceConfig.load('spec', env));
}

describe('a dead letter', () => {
  it('is the record that was buried, with its own headers, where it lay and why', () => {
    const record = { place, timestamp: 5, key: Buffer.from(buried.key), value: buried.value, headers: buried.headers };
    expect(readLetter(record)).toMatchObject({
      ...{ place, buriedAt: 5, key: 'shop/1', value: record.value, headers },
      source: { topic: 'orders.inbound', partition: 3, offset: '42' },
      ...{ service: 'order-ingest', code: 'UNDECODABLE', reason: 'not JSON' },
    });
    expect(readLetter({ ...record, headers: { other: 'record' } })).toBeUndefined();
  });

  it('belongs to the tenant that its header names, or else its JSON', () => {
    expect(tenantNamed({ tenant: 'a' }, Buffer.from('{"tenant":"b"}'))).toBe('a');
    expect(tenantNamed({}, Buffer.from('{"tenant":"b"}'))).toBe('b');
    for (const text of ['', 'null', '{"tenant":', '{"tenant":3}'])
      expect(tenantNamed({}, Buffer.from(text))).toBeUndefined();
  });

  it('is open to its tenant, and to the admin of the platform alone when it names none', () => {
    const many = access('[{"tenant":"a"},{"tenant":"b"}]');
    const who = (tenant: string, role: 'admin' | 'ops') => ({ name: 'n', tenant, role, channels: ['*'] });
    const [own, nobody] = [letterOf({}, '{"tenant":"a"}'), letterOf({}, '?')];
    const seen = ['a/admin', 'a/ops', 'b/admin', '*/admin', '*/ops'].map((text) => {
      const [tenant = '', role] = text.split('/');
      return [own, nobody].map((letter) => many.allows(who(tenant, role as 'admin'), letter));
    });
    const [no, yes] = [false, true];
    expect(seen).toEqual([
      [yes, no],
      [yes, no],
      [no, no],
      [yes, yes],
      [no, no],
    ]);
    expect(many.allows(who('a', 'ops'), own, Buffer.from('{"tenant":"b"}'))).toBe(false);
    const single = access('[{"tenant":"a"}]');
    expect([single.allows(who('a', 'admin'), nobody), single.allows(who('a', 'ops'), nobody)]).toEqual([true, false]);
  });
});
