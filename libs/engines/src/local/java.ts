import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EngineStartError } from '../engines.js';

/** Path of the Java that runs Kafka: JAVA_HOME's, else the one on the PATH. */
export function javaCommand(env = process.env): string {
  return env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin/java') : 'java';
}

/** @throws EngineStartError saying what to install when there is no Java 17 or later */
export async function assertJava(env = process.env): Promise<void> {
  const output = await promisify(execFile)(javaCommand(env), ['-version']).then(
    ({ stderr, stdout }) => stderr + stdout,
    () => undefined,
  );
  if (output === undefined)
    throw new EngineStartError(`Kafka needs Java 17 or later, and there is none. ${installHint()}`);
  const major = Number(/version "(\d+)/.exec(output)?.[1]);
  if (major < 17) throw new EngineStartError(`Kafka needs Java 17 or later; this is ${major}. ${installHint()}`);
}

/** How to get Java and Maven on this platform, and the way that needs neither. */
export function installHint(platform: NodeJS.Platform = process.platform): string {
  const commands: Partial<Record<NodeJS.Platform, string>> = {
    linux:
      '`sudo apt-get install openjdk-17-jre-headless maven` (Debian, Ubuntu) or `sudo dnf install java-17-openjdk-headless maven` (Fedora)',
    darwin: '`brew install openjdk@17 maven`',
    win32: 'WSL 2, and in it `sudo apt-get install openjdk-17-jre-headless maven`',
  };
  const command = commands[platform] ?? 'Java 17 and Maven 3.8 or later';
  return `Install ${command}; or run everything in Docker instead: \`docker compose up\`.`;
}
