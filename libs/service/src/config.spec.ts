import { describe, expect, it } from '@jest/globals';
import { ServiceConfig } from './config.js';

const enough = { DATABASE_URL: 'postgres://u:p@h/d', KAFKA_BROKERS: 'a:1,b:2', PORT: '4101' };

describe('the configuration', () => {
  it('reads the environment once, into something that cannot be changed', () => {
    const config = ServiceConfig.load('order-ingest', { ...enough, TENANTS: '[{"tenant":"acme"}]' });
    expect(config).toMatchObject({
      port: 4101,
      brokers: ['a:1', 'b:2'],
      tenants: [{ tenant: 'acme' }],
      production: false,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('reports every fault at once, each with its remedy', () => {
    const load = () =>
      ServiceConfig.load('x', {
        PORT: '99999',
        TENANTS: '/no/such/file',
        KAFKA_USERNAME: 'u',
        API_KEYS: '[{"name":"k"}]',
      });
    expect(load).toThrow(/x cannot start:\n(- .*\n){5}- .*/);
    for (const text of [
      /PORT is "99999"/,
      /DATABASE_URL is not set/,
      /KAFKA_BROKERS/,
      /TENANTS/,
      /API_KEYS\[0\]/,
      /KAFKA_PASSWORD/,
    ]) {
      expect(load).toThrow(text);
    }
  });

  it('has no key by default, and refuses to run without one in production', () => {
    expect(() => ServiceConfig.load('x', { ...enough, NODE_ENV: 'production' })).toThrow(/API_KEYS is empty/);
  });
});
