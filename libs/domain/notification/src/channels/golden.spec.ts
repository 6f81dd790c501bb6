import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '../locale.js';
import { sampleCard } from '../testing/sample-card.js';
import { CHAT_CHANNELS } from './chat-channels.js';
import { renderEmail } from './email/email.js';
import { renderSms } from './sms/sms.js';

const NOW = Date.parse('2026-03-01T06:00:00Z');
const envelope = {
  from: 'Orderweave <alerts@example.com>',
  to: 'li.wei@example.com',
  domain: 'example.com',
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

  it('looks right as e-mail', () => {
    const { text, html, ...rest } = renderEmail(sampleCard(locale), envelope);
    expectGolden(`email.${locale}`, { ...rest, text: text.split('\n'), html: html.split('\n') });
  });

  it('looks right as text message', () => expectGolden(`sms.${locale}`, renderSms(sampleCard(locale))));
});
