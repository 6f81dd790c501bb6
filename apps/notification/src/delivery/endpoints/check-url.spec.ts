import { describe, expect, it } from '@jest/globals';
import { Problem } from '@orderweave/service';
import { checkUrl } from './check-url.js';

const ruleOf = (url: string, allowPrivate = false): string | undefined => {
  try {
    checkUrl(url, allowPrivate);
    return undefined;
  } catch (error) {
    return (error as Problem).parts.faults?.[0]?.rule;
  }
};

describe('an endpoint’s address', () => {
  it('is an https URL without user and password', () => {
    expect(checkUrl('https://example.com/a', false)).toBe('https://example.com/a');
    expect(ruleOf('example.com')).toBe('url');
    expect(ruleOf('file:///etc/passwd')).toBe('scheme');
    expect(ruleOf('http://example.com')).toBe('scheme');
    expect(ruleOf('https://user:pw@example.com')).toBe('credentials');
  });

  it('may be plain http where private addresses are allowed', () => {
    expect(ruleOf('http://127.0.0.1:9/', true)).toBeUndefined();
    expect(ruleOf('ftp://127.0.0.1/', true)).toBe('scheme');
  });
});
