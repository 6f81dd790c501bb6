import { describe, expect, it } from '@jest/globals';
import { NO_TEAM, type RaisedBy } from '@orderweave/domain-notification';
import { samplePolicy, sampleTransition } from '@orderweave/domain-notification/testing';
import { calendarOf } from '../../testing/calendars.js';
import type { EndpointRow } from '../endpoints/endpoint.store.js';
import { planDeliveries, type Notifiable } from './plan-deliveries.js';

const rule = samplePolicy.rules[0]!;
const endpoint = (id: string, more: Partial<EndpointRow>) =>
  ({ tenant: 'default', id, channel: 'wecom', person: 'li.wei', filter: {}, ...more }) as EndpointRow;
const endpoints = [
  endpoint('chat', {}),
  endpoint('mail', { channel: 'email' }),
  endpoint('hook', { channel: 'webhook', person: null }),
];
const toldOf = (more: Partial<Notifiable>, people = NO_TEAM.people) => {
  const alert: Notifiable = {
    id: 'a',
    rule: rule.id,
    severity: 'warning',
    recipients: ['li.wei'],
    transition: sampleTransition(),
    ...more,
  };
  const teams = new Map([['default', { ...NO_TEAM, people }]]);
  return planDeliveries([alert], endpoints, { now: 0, teams, lastTold: new Map(), calendarOf }).map(
    ({ endpointId }) => endpointId,
  );
};
const raisedBy = (channels: NonNullable<RaisedBy['rule']['channels']>): RaisedBy => {
  return { rule: { ...rule, channels }, play: samplePolicy.plays[rule.play]! };
};

describe('which endpoints are told', () => {
  it('are all that concern somebody, or those of the channels that the rule names', () => {
    expect(toldOf({})).toEqual(['chat', 'mail', 'hook']);
    expect(toldOf({ raisedBy: raisedBy(['email', 'sms']) })).toEqual(['mail']);
    expect(toldOf({ raisedBy: raisedBy(['webhook', 'wecom']) })).toEqual(['chat', 'hook']);
  });

  it('are not those of a person who wants only what is more severe', () => {
    const people = [{ name: 'li.wei', minSeverity: 'warning' as const }];
    expect(toldOf({ severity: 'info' }, people)).toEqual(['hook']);
    expect(toldOf({ severity: 'warning' }, people)).toEqual(['chat', 'mail', 'hook']);
    expect(toldOf({ severity: 'critical' }, people)).toEqual(['chat', 'mail', 'hook']);
  });
});
