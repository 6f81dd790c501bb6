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

  it('are told of a few urgent alerts each by itself, of a storm of them in one message, and programs of each at once', () => {
    const urgent = (count: number): Notifiable[] =>
      Array.from({ length: count }, (_, n) => ({
        ...{
          id: `a-${n}`,
          rule: rule.id,
          severity: 'critical',
          recipients: ['li.wei'],
          transition: sampleTransition(),
        },
      }));
    const context = { now: 1_000, teams: new Map(), lastTold: new Map(), calendarOf };
    const momentsOf = (alerts: readonly Notifiable[], endpointId: string) => {
      const planned = planDeliveries(alerts, endpoints, context).filter((one) => one.endpointId === endpointId);
      return [planned.length, [...new Set(planned.map(({ gather, dueAt }) => `${gather} ${dueAt}`))]];
    };
    for (const count of [1, 3]) expect(momentsOf(urgent(count), 'chat')).toEqual([count, ['false 1000']]);
    for (const place of ['chat', 'mail']) expect(momentsOf(urgent(4), place)).toEqual([4, ['true 31000']]);
    expect(momentsOf(urgent(4), 'hook')).toEqual([4, ['false 1000']]);
    // Places are counted each for itself, and what waits in any case does not count.
    const others = urgent(4).map((alert, n) => (n ? alert : { ...alert, recipients: ['zhang.min'] }));
    expect(momentsOf(others, 'chat')).toEqual([3, ['false 1000']]);
    const warnings = urgent(4).map((alert, n): Notifiable => (n ? alert : { ...alert, severity: 'warning' }));
    expect(momentsOf(warnings, 'chat')).toEqual([4, ['true 300000', 'false 1000']]);
  });
});
