import { describe, expect, it } from '@jest/globals';
import { CustomerActivity, CustomerProfiled, OrderRecorded } from '@orderweave/contracts';
import { from, on, topology } from '../topology.js';

const weaveOrders = async () => undefined;
const countOrders = async () => undefined;

describe('1. A topology is a picture of a service', () => {
  it('1.1 names each event with its handler and with what comes out', () => {
    const picture = topology(
      'customer-profile',
      on(OrderRecorded).run(weaveOrders).emits(CustomerProfiled, CustomerActivity),
    );
    const [flow] = picture.flows;
    expect(flow?.consumes.map((event) => event.type)).toEqual(['orderweave.order-recorded.v1']);
    expect(flow?.handlerName).toBe('weaveOrders');
    expect(flow?.emits.map((event) => event.topic)).toEqual(['customers.activity', 'customers.activity']);
  });

  it('1.2 gives a topic to one flow only, because two would break the order of its events', () => {
    const twice = () =>
      topology(
        'x',
        on(CustomerProfiled).run(weaveOrders).emitsNothing(),
        on(CustomerActivity).run(countOrders).emitsNothing(),
      );
    expect(twice).toThrow('x: both weaveOrders and countOrders read customers.activity; use one on(…) for that topic');
  });

  it('1.3 shows what requests and timers emit, too', () => {
    const picture = topology('order-ingest', from('POST /v1/orders').emits(OrderRecorded));
    expect(
      picture.flows.map(({ handlerName, consumes, emits }) => [handlerName, consumes.length, emits.length]),
    ).toEqual([['POST /v1/orders', 0, 1]]);
  });
});
