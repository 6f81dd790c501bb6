import { describe, expect, it } from '@jest/globals';
import type { FeedbackSubmission } from '@orderweave/contracts';
import { parseTenantSettings } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { wordFeedbackFault } from './feedback-fault.js';
import { feedbackFaults } from './feedback-faults.js';
import { judgeFeedbackSubmission } from './judge-feedback-submission.js';
import { recordFeedback } from './record-feedback.js';

const NOW = Date.parse('2026-05-02T00:00:00Z');
const good = {
  ...{ channel: 'shop', feedbackId: 'f1', kind: 'nps', score: 10, text: 'Thanks', language: 'en' },
  ...{
    givenAt: '2026-05-01T20:00:00Z',
    order: { externalId: '1' },
    identifiers: [{ kind: 'email', value: ' A@x.com' }],
  },
};
const faultsOf = (more: object) =>
  feedbackFaults({ ...good, ...more }, NOW)
    .map(({ field, rule }) => `${field} ${rule}`)
    .sort();
const [settings] = parseTenantSettings([{ tenant: 'acme', timeZone: 'Asia/Shanghai' }]);
const judge = (value: unknown, channels = ['*']) =>
  judgeFeedbackSubmission(value, { settings: settings!, channels, now: NOW });

describe('faults of feedback', () => {
  it('has none where all is well', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ kind: 'complaint', score: undefined })).toEqual([]);
    expect(faultsOf({ kind: 'review', score: undefined, identifiers: undefined })).toEqual([]);
  });

  it.each([
    ['nps', -1, false],
    ['nps', 0, true],
    ['nps', 10, true],
    ['nps', 11, false],
    ['nps', 7.5, false],
    ['csat', 0, false],
    ['csat', 1, true],
    ['csat', 5, true],
    ['csat', 6, false],
    ['review', 0, false],
    ['review', 5, true],
  ])('%s %d: %s', (kind, score, fits) => {
    expect(faultsOf({ kind, score }).length === 0).toBe(fits);
  });

  it('finds all at once, one a field', () => {
    const bad = { channel: 'Shop!', kind: 'praise', text: 5, givenAt: '2026-02-30T00:00:00Z', mood: 'bad' };
    expect(
      feedbackFaults(bad, NOW)
        .map(({ field, rule }) => `${field} ${rule}`)
        .sort(),
    ).toEqual([
      ' nobody',
      '/channel not-allowed',
      '/feedbackId required',
      '/givenAt no-such-instant',
      '/kind not-allowed',
      '/mood unknown-field',
      '/text not-allowed',
    ]);
    expect(faultsOf({ givenAt: '2026-05-04T00:00:00Z', updatedAt: '1900-01-01T00:00:00Z' })).toEqual([
      '/givenAt in-the-future',
      '/updatedAt too-early',
    ]);
    expect(faultsOf({ score: undefined })).toEqual(['/score score-missing']);
    expect(faultsOf({ kind: 'complaint' })).toEqual(['/score score-on-complaint']);
    expect(faultsOf({ text: 'a\u0000b', identifiers: [{ kind: 'email' }] })).toEqual([
      '/identifiers/0/value required',
      '/text unstorable-text',
    ]);
  });

  it('never repeats what the customer wrote, and words every fault in both languages', () => {
    const faults = feedbackFaults({ ...good, text: 'my secret '.repeat(500), kind: 'x', order: 5, sku: '' }, NOW);
    expect(faults.length).toBe(4);
    for (const language of ['en', 'zh-CN'] as const) {
      const worded = faults.map((fault) => wordFeedbackFault(fault, language));
      expect(JSON.stringify(worded)).not.toContain('secret');
      for (const { rule, remedy } of worded) expect(`${rule}${remedy}`).not.toMatch(/#|undefined/);
    }
    expect(wordFeedbackFault({ field: '/identifiers/3/kind', rule: 'not-allowed' }, 'zh-CN').remedy).toContain('email');
  });

  it('takes any JSON without falling over', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void expect(feedbackFaults(value, NOW).length).toBeGreaterThan(0)),
    );
  });
});

describe('recording feedback', () => {
  it('normalises identifiers, days and the order', () => {
    const { feedback, warnings } = recordFeedback(good as FeedbackSubmission, settings!);
    expect(feedback).toMatchObject({
      ...{ tenant: 'acme', givenOn: '2026-05-02', order: 'shop/1', identifiers: ['email:a@x.com'], text: 'Thanks' },
      revision: { updatedAt: '2026-05-01T20:00:00.000Z', rank: 0 },
    });
    expect(warnings).toEqual([]);
  });

  it('is another revision with any other content, and the same with the same', () => {
    const hashOf = (more: object) =>
      recordFeedback({ ...good, ...more } as FeedbackSubmission, settings!).feedback.revision.hash;
    expect(hashOf({})).toBe(hashOf({ identifiers: [{ kind: 'email', value: 'a@X.com' }] }));
    expect(
      new Set([{}, { text: 'x' }, { score: 9 }, { sku: 'A' }, { order: { externalId: '2' } }].map(hashOf)).size,
    ).toBe(5);
  });

  it('knows customer ids by the channel of the order', () => {
    const identifiers = [{ kind: 'customer-id', value: '7' }];
    const named = { ...good, channel: 'survey', order: { channel: 'shop', externalId: '1' }, identifiers };
    expect(judge(named).feedback?.identifiers).toEqual(['customer-id:shop/7']);
    expect(judge(named, ['survey']).faults).toMatchObject([{ field: '/order/channel', rule: 'channel-not-allowed' }]);
  });

  it('warns of what identifies nobody, and refuses what then names nobody at all', () => {
    const identifiers = [{ kind: 'phone', value: '12' }];
    expect(judge({ ...good, identifiers }).warnings).toMatchObject([{ rule: 'unusable-identifier' }]);
    expect(judge({ ...good, identifiers, order: undefined }).faults).toMatchObject([{ field: '/identifiers/0/value' }]);
  });
});
