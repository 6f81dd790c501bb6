import { text } from 'node:stream/consumers';
import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '@orderweave/service';
import { CONTENT_POLICY, InboxController } from './inbox.controller.js';
import { readPageFiles } from './page-files.js';

const files = readPageFiles(new URL('../../public/', import.meta.url));
const scripts = [...files].filter(([name]) => name.endsWith('.js')).map(([, file]) => file.text);
const page = files.get('inbox.html')!.text;

describe('the inbox page', () => {
  it('runs its own files alone, and has no script, style or handler within', () => {
    expect(CONTENT_POLICY).not.toMatch(/unsafe|\*|https?:/);
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="ui/main.js">']);
    expect(page).not.toMatch(/<style|\son\w+="|style="/);
  });

  it('writes no markup from data', () => {
    for (const script of scripts) expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  });

  it('is served with every file that it asks for, each as what it is, and nothing else', async () => {
    const controller = new InboxController();
    const imported = scripts.flatMap((script) => [...script.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => name!));
    const linked = [...page.matchAll(/(?:src|href)="ui\/([^"]+)"/g)].map(([, name]) => name!);
    for (const name of new Set([...imported, ...linked])) {
      const file = controller.file(name);
      expect(file.getHeaders().type).toMatch(name.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      expect(await text(file.getStream())).toBe(files.get(name)!.text);
    }
    expect(await text(controller.page().getStream())).toBe(page);
    for (const name of ['../package.json', 'missing.js', '..%2Fpackage.json', 'constructor'])
      expect(() => controller.file(name)).toThrow(Problem);
  });

  it('finds every element that its scripts name', () => {
    const named = scripts.flatMap((script) => [...script.matchAll(/\$\('(\w+)'\)/g)].map(([, id]) => id!));
    for (const id of new Set(named)) expect(page).toContain(`id="${id}"`);
  });

  it('says everything in Chinese and in English, and nothing that it has no words for', () => {
    const wordsOf = (name: string) => {
      const [, words] = /export default (\{[\s\S]*\});/.exec(files.get(name)!.text)!;
      return new Script(`(${words})`).runInNewContext() as Record<string, unknown>;
    };
    const keysOf = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([key, inner]) => [key, keysOf(inner)])
        : typeof value;
    const [chinese, english] = [wordsOf('words-zh.js'), wordsOf('words-en.js')];
    expect(keysOf(chinese)).toEqual(keysOf(english));
    const said = scripts.flatMap((script) => [...script.matchAll(/\bw\(\)\.(\w+)/g)].map(([, key]) => key!));
    for (const key of new Set(said)) expect(Object.keys(english)).toContain(key);
  });
});
