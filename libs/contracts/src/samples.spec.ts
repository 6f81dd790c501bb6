import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as contracts from './index.js';
import { EventDecodeError, type EventDefinition } from './event-definition.js';
import { TOPICS } from './topics.js';

const folder = new URL('../samples/', import.meta.url);
const definitions = Object.values<unknown>(contracts).filter(isDefinition);
/** The one sample of an event is of an order, and an order refunds none. */
const NOT_WITH_OTHERS = new Set([
  'orderweave.order-inbound.v1/refundsOrder',
  'orderweave.order-recorded.v1/refundsOrder',
]);

describe('the samples', () => {
  it('are one for each exported event, by its type', () => {
    expect(definitions.length).toBeGreaterThanOrEqual(9);
    expect(readdirSync(folder).sort()).toEqual(definitions.map(({ type }) => `${type}.json`).sort());
  });
});

describe.each(definitions.map((definition) => [definition.type, definition] as const))('%s', (type, definition) => {
  it('has a version, a topic, and a type of its own', () => {
    expect(type).toMatch(/^orderweave\.[a-z-]+\.v[1-9]\d*$/);
    expect(Object.keys(TOPICS)).toContain(definition.topic);
    expect(definitions.filter((other) => other.type === type)).toHaveLength(1);
  });

  it('reads its sample and writes it back as it was', () => {
    const { sample, text } = readSample(type);
    const payload = definition.decode(Buffer.from(text));
    expect(payload).toEqual(sample);
    expect(JSON.stringify(payload)).toBe(JSON.stringify(sample));
    expect(definition.key(payload)).toMatch(/^[^/]+(\/[^/]+)*$/);
    expect(definition.key(payload)).not.toContain('undefined');
  });

  it('has every property of its schema in the sample', () => {
    expect(Object.keys(readSample(type).sample).sort()).toEqual(propertiesOf(definition).sort());
  });

  it.each(propertiesOf(definition))('refuses a sample whose %s has another type, and names it', (name) => {
    const { sample } = readSample(type);
    const broken = { ...sample, [name]: ofAnotherType(sample[name]) };
    const decode = () => definition.decode(Buffer.from(JSON.stringify(broken)));
    expect(decode).toThrow(EventDecodeError);
    expect(decode).toThrow(`/${name}`);
  });

  it('refuses a sample that lacks what it requires', () => {
    const { required } = definition.schema as { required?: string[] };
    expect(required).not.toHaveLength(0);
    for (const name of required ?? []) {
      const { [name]: _, ...broken } = readSample(type).sample;
      expect(() => definition.decode(Buffer.from(JSON.stringify(broken)))).toThrow(EventDecodeError);
    }
  });

  it('refuses what is no JSON', () => {
    expect(() => definition.decode(Buffer.from('{'))).toThrow(EventDecodeError);
  });
});

function propertiesOf({ type, schema }: EventDefinition): string[] {
  const { properties } = schema as { properties?: Record<string, unknown> };
  return Object.keys(properties ?? {}).filter((name) => !NOT_WITH_OTHERS.has(`${type}/${name}`));
}

function readSample(type: string): { sample: Record<string, unknown>; text: string } {
  const text = readFileSync(new URL(`${type}.json`, folder), 'utf8');
  return { sample: JSON.parse(text) as Record<string, unknown>, text };
}

/** No field of any event may be both text and a list, or both an object and a truth value. */
function ofAnotherType(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'boolean' ? [value] : true;
}

function isDefinition(value: unknown): value is EventDefinition {
  return typeof value === 'object' && value !== null && 'topic' in value && 'decode' in value;
}
