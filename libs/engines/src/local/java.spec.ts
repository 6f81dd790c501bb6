import { describe, expect, it } from '@jest/globals';
import { assertJava, installHint, javaCommand } from './java.js';

describe('java', () => {
  it('takes the one of JAVA_HOME before the one on the path', () => {
    expect(javaCommand({ JAVA_HOME: '/opt/jdk' })).toBe('/opt/jdk/bin/java');
    expect(javaCommand({})).toBe('java');
  });

  it('says what to install, and the way without it, when there is none', async () => {
    const missing = assertJava({ JAVA_HOME: '/nowhere' });
    await expect(missing).rejects.toThrow(
      /Kafka needs Java 17 or later, and there is none\. Install .*docker compose up/,
    );
  });

  it.each([
    ['linux', 'apt-get install openjdk-17-jre-headless maven'],
    ['darwin', 'brew install openjdk@17 maven'],
    ['win32', 'WSL 2'],
    ['freebsd', 'Java 17 and Maven'],
  ] as const)('speaks of what %s calls it', (platform, command) => {
    expect(installHint(platform)).toContain(command);
  });
});
