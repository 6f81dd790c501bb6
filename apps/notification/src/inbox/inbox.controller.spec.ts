import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { contentPolicy } from './inbox.controller.js';

const page = readFileSync(new URL('../../public/inbox.html', import.meta.url), 'utf8');

describe('the inbox page', () => {
  it('is allowed its own script and style by their hashes, and nothing else', () => {
    const policy = contentPolicy('<style>a</style><script>b</script>');
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy).toContain(`style-src ${hash('a')};`);
    expect(policy).toContain(`script-src ${hash('b')};`);
    expect(contentPolicy(page)).not.toMatch(/unsafe|\*|https?:/);
  });

  it('has one script and one style, no inline handlers or styles, and writes no markup from data', () => {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|\son\w+="|style="/);
  });

  it('says everything in Chinese and in English', () => {
    const words = /const WORDS = (\{[\s\S]*?\n {6}\});/.exec(page)![1]!;
    const both = new Script(`(${words})`).runInNewContext() as Record<string, object>;
    const keysOf = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([key, inner]) => [key, keysOf(inner)])
        : typeof value;
    expect(Object.keys(both)).toEqual(['zh-CN', 'en']);
    expect(keysOf(both['zh-CN'])).toEqual(keysOf(both['en']));
  });
});
