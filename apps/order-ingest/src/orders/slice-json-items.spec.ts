import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sliceJsonItems } from './slice-json-items.js';

const texts = (body: string): string[] => sliceJsonItems(Buffer.from(body)).map(String);

describe('the orders of a body, as they were sent', () => {
  it('keep their bytes', () => {
    expect(texts('[{"a":1.10}, {"a":"},]\\"", "a":[1,[2]]} ,7 , "x",null]')).toEqual([
      '{"a":1.10}',
      '{"a":"},]\\"", "a":[1,[2]]}',
      '7',
      '"x"',
      'null',
    ]);
    expect(texts(' {"n":[1],"orders" : [ {"é":1} ] ,"m":{}}')).toEqual(['{"é":1}']);
    expect(texts('{"orders":[1],"orders":[2,3]}')).toEqual(['2', '3']);
    expect([texts('[]'), texts('{}'), texts('{"orders":[]}')]).toEqual([[], [], []]);
  });

  it('are those that the parser finds, for any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(2), (items, indent) => {
        for (const body of [
          JSON.stringify(items, null, indent),
          JSON.stringify({ x: items, orders: items }, null, indent),
        ]) {
          expect(texts(body).map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(items)));
        }
      }),
    );
  });
});
