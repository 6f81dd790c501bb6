import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '../locale.js';
import { APP_TARGETS } from './app-targets.fixture.js';
import { sampleCard } from '../testing/sample-card.js';
import type { AppChannel } from './app-channel.js';
import { APP_CHANNELS, type AppChannelName } from './app-channels.js';
import { CHAT_CHANNELS } from './chat-channels.js';
import { renderEmail } from './email/email.js';
import { renderSms } from './sms/sms.js';

const NOW = Date.parse('2026-03-01T06:00:00Z');
const envelope = {
  from: 'Orderweave <alerts@example.com>',
  to: 'li.wei@example.com',
  domain: 'example.com',
  place: 'ep_1',
  round: 0,
  unsubscribe: 'https://orderweave.example.com/a/3',
};

/** Compares with the golden file; one that is not there is written, to be read and committed. */
function expectGolden(name: string, rendered: unknown): void {
  const file = new URL(`./golden/${name}.json`, import.meta.url);
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(rendered, null, 2)}\n`);
  expect(rendered).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}

describe.each(LOCALES)('an alert in %s', (locale) => {
  it.each(Object.values(CHAT_CHANNELS).map((channel) => [channel.name, channel] as const))(
    'looks right in %s',
    (name, channel) => {
      const { body } = channel.request(sampleCard(locale), { url: 'https://example.com/hook' }, NOW);
      expectGolden(`${name}.${locale}`, JSON.parse(body));
    },
  );

  it.each(Object.keys(APP_CHANNELS) as AppChannelName[])('looks right by %s', (name) => {
    const tool: AppChannel = APP_CHANNELS[name];
    const request = tool.request(sampleCard(locale), APP_TARGETS[name], { token: 't-1', round: 0 });
    const body = JSON.parse(request.body) as Record<string, unknown>;
    // Documents within the document are texts.
    for (const part of ['content', 'msgParam']) {
      if (typeof body[part] === 'string') body[part] = JSON.parse(body[part]) as unknown;
    }
    expectGolden(`${name}.${locale}`, { ...request, body });
  });

  it('looks right as e-mail', () => {
    const { text, html, ...rest } = renderEmail(sampleCard(locale), envelope);
    expectGolden(`email.${locale}`, { ...rest, text: text.split('\n'), html: html.split('\n') });
  });

  it('looks right as text message', () => expectGolden(`sms.${locale}`, renderSms(sampleCard(locale))));
});
