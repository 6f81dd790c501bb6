import { expect, it } from '@jest/globals';
import { sampleCard } from '../testing/sample-card.js';
import { CHAT_CHANNELS } from './chat-channels.js';
import { composeSummary } from './compose-summary.js';

const frame = { id: 'gr_1', locale: 'en', links: { open: 'https://o.example.com/' }, most: 3 } as const;

it('tells the most urgent first and a storm by its number', () => {
  const cards = Array.from({ length: 500 }, (_, n) =>
    sampleCard('en', { title: `alert ${n}`, severity: n === 400 ? 'critical' : 'info' }),
  );
  const summary = composeSummary(cards, frame);
  expect(summary).toMatchObject({
    title: '500 customer alerts',
    severity: 'critical',
    summary: '1 urgent, 0 warnings, 499 for information.',
  });
  expect(summary.why).toHaveLength(4);
  expect(summary.why[0]).toMatch(/^alert 400 — No order for 42 days/);
  expect(summary.why[3]).toBe('and 497 more in the inbox');
  for (const channel of Object.values(CHAT_CHANNELS))
    expect(channel.request(summary, { url: 'https://example.com' }, 0).body).toContain('500 customer alerts');
});
