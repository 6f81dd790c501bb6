import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchArrival } from './watch-arrival.js';

/** A request on its connection, as far as it is looked at. */
class Arriving extends EventEmitter {
  readonly said: string[] = [];
  readonly socket = { bytesRead: 500, writable: true, end: (text: string) => this.said.push(text) };
  complete = false;
  readableLength = 0;
  isDestroyed = false;

  constructor(readonly headers: Record<string, string>) {
    super();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }

  /** Lets bytes come, second by second. */
  pass(...bytes: number[]): void {
    for (const came of bytes) {
      this.socket.bytesRead += came;
      jest.advanceTimersByTime(1_000);
    }
  }
}

describe('the pace of a request', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const arriving = (headers: Record<string, string> = { 'content-length': '1000000' }) => {
    const message = new Arriving(headers);
    watchArrival(message as unknown as IncomingMessage, { everyMs: 2_000, leastBytes: 100 });
    return message;
  };

  it('may be slow as long as it goes on, however long the whole takes', () => {
    const message = arriving({ 'transfer-encoding': 'chunked' });
    for (let minute = 0; minute < 60; minute++) message.pass(...Array.from({ length: 60 }, () => 50));
    expect(message.isDestroyed).toBe(false);
  });

  it('ends with 408 once too little comes, and is looked at no more', () => {
    const message = arriving();
    message.pass(100, 0, 99, 0);
    expect(message.said).toEqual([expect.stringMatching(/^HTTP\/1\.1 408 .*\r\n\r\n$/s)]);
    expect(message.isDestroyed).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is not the matter once all is here, or while this process lets it lie', () => {
    const message = arriving();
    message.readableLength = 1;
    message.pass(0, 0, 0, 0);
    message.readableLength = 0;
    message.complete = true;
    message.pass(0, 0, 0, 0);
    expect(message.isDestroyed).toBe(false);
    message.emit('end');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is not asked of a request without a body', () => {
    arriving({});
    expect(jest.getTimerCount()).toBe(0);
  });
});
