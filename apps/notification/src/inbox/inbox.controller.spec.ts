import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
});
