import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeedbackRecorded, type RecordedFeedback } from '@orderweave/contracts';
import { createKafka } from '@orderweave/stream';
import { eventually } from '@orderweave/testing';
import type { Consumer } from 'kafkajs';
import { pino } from 'pino';
import { ingestFixture, type IngestFixture } from '../ingest-fixture.js';

describe('POST /v1/feedback', () => {
  let ingest: IngestFixture;
  let consumer: Consumer;
  const recorded: RecordedFeedback[] = [];
  beforeAll(async () => {
    ingest = await ingestFixture();
    const { brokers, prefix: clientId } = ingest.kafka;
    consumer = createKafka({ brokers, clientId }, pino({ level: 'silent' })).consumer({
      groupId: `${clientId}-feedback`,
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [FeedbackRecorded.topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const feedback = FeedbackRecorded.decode(message.value ?? Buffer.alloc(0));
        if (feedback.feedbackId.startsWith(clientId)) recorded.push(feedback);
      },
    });
  });
  afterAll(async () => {
    await consumer.disconnect();
    await ingest.close();
  });
  const feedback = (id: string, more: object = {}) => ({
    ...{ channel: 'shop', feedbackId: `${ingest.kafka.prefix}-${id}`, kind: 'csat', score: 2 },
    ...{ givenAt: '2026-05-01T00:00:00Z', order: { externalId: '1' }, text: 'Broken' },
    ...more,
  });
  const post = (body: unknown, options: object = {}) => ingest.call('POST', '/v1/feedback', { body, ...options });
  const resultsOf = async (body: unknown, options: object = {}) => {
    const { status, json } = await post(body, options);
    expect(status).toBe(202);
    return (json.results as { result: string }[]).map(({ result }) => result);
  };

  it('takes one, a list, or a list by name, each revision once, and publishes what is new', async () => {
    expect(await resultsOf(feedback('a'))).toEqual(['accepted']);
    const later = { score: 4, text: 'Solved', updatedAt: '2026-05-02T00:00:00Z' };
    const list = [feedback('a'), feedback('b'), feedback('a', later), feedback('b'), { ...feedback('c'), score: 9 }];
    expect(await resultsOf(list)).toEqual(['stale', 'accepted', 'accepted', 'duplicate', 'refused']);
    expect(await resultsOf({ feedback: [feedback('a'), feedback('a', later)] })).toEqual(['stale', 'duplicate']);
    await eventually(() =>
      expect(recorded.map(({ feedbackId, score, order }) => [feedbackId.at(-1), score, order]).sort()).toEqual([
        ['a', 2, 'shop/1'],
        ['a', 4, 'shop/1'],
        ['b', 2, 'shop/1'],
      ]),
    );
  });

  it('refuses one bad word of feedback with every fault, in the language asked for', async () => {
    const refused = await post(
      { ...feedback('d'), score: 7, mood: 'bad' },
      { headers: { 'accept-language': 'zh-CN' } },
    );
    expect([refused.status, refused.type]).toEqual([422, 'application/problem+json; charset=utf-8']);
    expect(refused.json).toMatchObject({ title: '反馈有误，未保存' });
    expect(refused.json.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['/mood', '/score']);
  });

  it('says what is wrong with a request that cannot be read, without repeating it', async () => {
    const broken = await post('{"text": "my secret');
    expect(broken).toMatchObject({ status: 400, json: { type: 'urn:orderweave:problem:not-json' } });
    expect(broken.text).not.toContain('secret');
    expect((await post('[]')).status).toBe(400);
    expect((await post(Array.from({ length: 101 }, () => 1))).status).toBe(413);
  });

  it('asks for a key, its role and its channels', async () => {
    expect((await post(feedback('k'), { headers: { authorization: 'Bearer nobody' } })).status).toBe(401);
    expect((await post(feedback('k'), { key: 'reader' })).status).toBe(403);
    expect((await post([feedback('k', { channel: 'market' })], { key: 'shop' })).status).toBe(403);
    const foreign = feedback('k', { order: { channel: 'market', externalId: '1' } });
    expect(await resultsOf([foreign, feedback('k')], { key: 'shop' })).toEqual(['refused', 'accepted']);
  });

  it('takes equal revisions that come at once a single time', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => resultsOf([feedback('x'), feedback('y')])));
    expect(answers.filter(([first]) => first === 'accepted')).toHaveLength(1);
    expect(answers.filter(([, second]) => second === 'accepted')).toHaveLength(1);
  });
});
