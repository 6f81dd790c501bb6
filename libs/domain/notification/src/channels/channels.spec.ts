import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOCALES } from '../locale.js';
import { sampleCard } from '../testing/sample-card.js';
import type { Card } from './card.js';
import { CHAT_CHANNELS } from './chat-channels.js';
import { signDingTalk } from './dingtalk/dingtalk.js';
import { readReply, renderEmail } from './email/email.js';
import { signFeishu } from './feishu/feishu.js';
import { countParts, readSms, renderSms, requestSms } from './sms/sms.js';

const { feishu, wecom, dingtalk, slack, teams } = CHAT_CHANNELS;
const channels = Object.values(CHAT_CHANNELS);
const target = { url: 'https://example.com/hook?access_token=t', secret: 'SEC1' };
const NOW = 1_772_000_000_000;

const line = fc.string({ unit: fc.constantFrom('客', 'a', '*', '<', '&', '"', '\n', '👍'), maxLength: 700 });
const lines = fc.array(line, { maxLength: 60 });
const cards: fc.Arbitrary<Card> = fc
  .record({
    locale: fc.constantFrom(...LOCALES),
    given: fc.record({
      ...{ title: line, summary: line, why: lines, restore: lines },
      severity: fc.constantFrom<Card['severity']>('info', 'warning', 'critical'),
      figures: fc.array(fc.record({ label: fc.string({ maxLength: 10 }), value: line }), { maxLength: 6 }),
      nextStep: fc.option(fc.record({ play: line, steps: lines })),
    }),
  })
  .map(({ locale, given }) => sampleCard(locale, given));

describe('a card within what a tool takes', () => {
  it.each([
    [feishu, 20_480],
    [wecom, 4_096],
    [dingtalk, 20_000],
    [slack, 12_000],
    [teams, 28_672],
  ] as const)('is so large at most: %#', (channel, bytes) => {
    fc.assert(
      fc.property(cards, (card) => {
        const { body } = channel.request(card, target, NOW);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(bytes);
        if (card.figures.length === 0) return;
        for (const url of [card.links.acknowledge, card.links.snooze, card.links.open])
          expect(body).toContain(JSON.stringify(url));
      }),
      { numRuns: 60 },
    );
  });

  it('is not shortened without need', () => {
    const long = sampleCard('en', { why: Array.from({ length: 10 }, (_, n) => `${n} ${'x'.repeat(300)}`) });
    expect(teams.request(long, target, NOW).body).toContain(`9 ${'x'.repeat(300)}`);
  });

  it('keeps a text message to three parts and its address whole', () => {
    fc.assert(
      fc.property(cards, (card) => {
        const text = renderSms(card);
        expect(countParts(text)).toBeLessThanOrEqual(3);
        expect(text.endsWith(card.links.open!)).toBe(true);
      }),
    );
    expect([countParts('a'.repeat(160)), countParts('a'.repeat(161)), countParts('客'.repeat(71))]).toEqual([1, 2, 2]);
  });
});

describe('what comes from outside', () => {
  const hostile = '<!channel> <at id=all></at> @all [here](http://evil.example) *bold* <script>alert(1)</script>';
  const card = sampleCard('en', {
    ...{ title: hostile, summary: hostile, why: [hostile] },
    figures: [{ label: 'Customer', value: hostile }],
  });

  it('calls nobody and links nowhere', () => {
    const markup = (body: string) =>
      JSON.stringify(JSON.parse(body), (_, value: { tag?: string; type?: string } | null) =>
        value?.tag === 'plain_text' || value?.type === 'plain_text' ? undefined : value,
      );
    expect(markup(slack.request(card, target, NOW).body)).not.toMatch(/<!channel>|<at /);
    expect(markup(feishu.request(card, target, NOW).body)).not.toContain('evil');
    const { actionCard } = JSON.parse(dingtalk.request(card, target, NOW).body) as { actionCard: { text: string } };
    for (const body of [actionCard.text, teams.request(card, target, NOW).body])
      expect(body).not.toMatch(/\[here\]\(http|<at /);
    expect(actionCard.text).not.toContain('@all');
    const email = renderEmail(
      { ...card, title: 'a\r\nBcc: x@example.com' },
      { from: 'a@b.c', to: 'd@e.f', domain: 'b.c', place: 'ep_1', round: 0 },
    );
    expect(email.html).not.toContain('<script>');
    expect(email.subject).not.toMatch(/[\r\n]/);
  });
});

describe('signatures', () => {
  it('are those that Feishu and DingTalk document', () => {
    expect(signFeishu(1599360473, 'demo')).toBe(createHmac('sha256', '1599360473\ndemo').update('').digest('base64'));
    expect(signDingTalk(1599360473000, 'demo')).toBe(
      createHmac('sha256', 'demo').update('1599360473000\ndemo').digest('base64'),
    );
    const { url } = dingtalk.request(sampleCard('en'), target, NOW);
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      ...{ access_token: 't', timestamp: String(NOW), sign: signDingTalk(NOW, 'SEC1') },
    });
    const body = JSON.parse(feishu.request(sampleCard('en'), target, NOW).body) as Record<string, string>;
    expect(body).toMatchObject({ timestamp: '1772000000', sign: signFeishu(1_772_000_000, 'SEC1') });
  });
});

describe('an answer', () => {
  const answer = (status: number, body: unknown = '', headers = {}) => ({
    ...{ status, headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

  it('of 200 that carries an error is a failure', () => {
    expect(feishu.read(answer(200, { code: 0, msg: 'success' }))).toEqual({ kind: 'accepted' });
    expect(feishu.read(answer(200, { code: 19021, msg: 'sign match fail' }))).toMatchObject({ kind: 'retry' });
    expect(feishu.read(answer(200, { code: 11232 }))).toMatchObject({ kind: 'retry', afterMs: 60_000 });
    expect(feishu.read(answer(200, '<html>proxy</html>'))).toMatchObject({ kind: 'retry' });
    expect(dingtalk.read(answer(200, { errcode: 130101, errmsg: 'send too fast' }))).toMatchObject({
      afterMs: 600_000,
    });
    expect(dingtalk.read(answer(200, { errcode: 40035 }))).toMatchObject({ kind: 'refused' });
    expect(wecom.read(answer(200, { errcode: 93000 }))).toMatchObject({ kind: 'gone' });
    expect(wecom.read(answer(200, { errcode: 45009 }))).toMatchObject({ kind: 'retry', afterMs: 60_000 });
    expect(wecom.read(answer(200, { errcode: 12345 }))).toMatchObject({ kind: 'retry' });
    expect(slack.read(answer(200, 'ok'))).toEqual({ kind: 'accepted' });
    expect(teams.read(answer(200, 'Microsoft Teams endpoint returned HTTP error 429 with'))).toMatchObject({
      kind: 'retry',
    });
    expect(teams.read(answer(202))).toEqual({ kind: 'accepted' });
  });

  it('says whether to try again, when, or never', () => {
    expect(slack.read(answer(400, 'invalid_payload'))).toMatchObject({ kind: 'refused' });
    expect(slack.read(answer(410, 'channel_is_archived'))).toMatchObject({ kind: 'gone' });
    expect(slack.read(answer(429, '', { 'retry-after': '30' }))).toMatchObject({ kind: 'retry', afterMs: 30_000 });
    expect(teams.read(answer(404, { error: { code: 'WorkflowNotFound' } }))).toMatchObject({ kind: 'gone' });
    expect(teams.read(answer(413))).toMatchObject({ kind: 'refused' });
    for (const channel of channels) {
      expect(channel.read(answer(302)).kind).toBe('retry');
      expect(channel.read(answer(503)).kind).toBe('retry');
    }
  });

  it('of a mail server is read by its code', () => {
    expect(readReply(250, 'ok').kind).toBe('accepted');
    expect(readReply(451, '4.7.1 greylisted').kind).toBe('retry');
    expect(readReply(535, 'bad login').kind).toBe('retry');
    expect(readReply(550, '5.1.1 no such user').kind).toBe('gone');
    expect(readReply(554, '5.7.1 spam').kind).toBe('refused');
    expect(readReply(undefined, 'ECONNREFUSED').kind).toBe('retry');
  });

  it('of a provider of text messages is accepted by its own code', () => {
    const provider = {
      url: 'https://sms.example.com/send',
      body: { mobile: '{to}', content: ['【Orderweave】{text}'], tries: 1 },
      accepted: { field: 'result.code', value: '0' },
    };
    const { body } = requestSms(provider, '+8613800000000', '{to} 您好');
    expect(JSON.parse(body)).toEqual({ mobile: '+8613800000000', content: ['【Orderweave】{to} 您好'], tries: 1 });
    expect(readSms(provider, answer(200, { result: { code: 0 } })).kind).toBe('accepted');
    expect(readSms(provider, answer(200, { result: { code: 7 } })).kind).toBe('retry');
    expect(readSms(provider, answer(200, 'oops')).kind).toBe('retry');
  });
});
