import { execFile } from 'node:child_process';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EngineStartError } from '../engines.js';
import { lock } from './folder-lock.js';
import { assertJava, installHint } from './java.js';

const POM = fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url));
const WORKSPACE_CACHE = fileURLToPath(new URL('../../../../.orderweave', import.meta.url));

/** Folder with the jars of the Kafka that pom.xml pins; Maven fetches them once a workspace and checks their sums. */
export async function kafkaJars(log: (line: string) => void, cache = WORKSPACE_CACHE): Promise<string> {
  await assertJava();
  const version = await pinnedVersion();
  const jars = join(cache, `kafka-${version}`);
  if (await isThere(jars, version)) return jars;
  const release = await lock(`${jars}.lock`, () => log(`waiting for another start, which fetches Kafka ${version}`));
  try {
    if (!(await isThere(jars, version))) await fetchJars(jars, version, log);
  } finally {
    await release();
  }
  return jars;
}

async function fetchJars(jars: string, version: string, log: (line: string) => void): Promise<void> {
  // Renamed when complete: a download that was cut off never looks like a whole one.
  const unfinished = `${jars}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(jars, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  log(`fetching Kafka ${version} with Maven (some 45 MB, once)`);
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${unfinished}`];
  try {
    await promisify(execFile)('mvn', ['-q', '-B', '--strict-checksums', '-f', POM, ...goal], { maxBuffer: 64 << 20 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new EngineStartError(`Kafka's jars come through Maven, and \`mvn\` is not here. ${installHint()}`);
    }
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const lines = `${stdout}${stderr}`.trim().split('\n').slice(0, 8).join('\n');
    throw new EngineStartError(`Maven could not fetch Kafka ${version}; is the network up?\n${lines}`);
  }
  await rename(unfinished, jars);
}

async function pinnedVersion(): Promise<string> {
  const [, version] = /<kafka\.version>(.+)<\/kafka\.version>/.exec(await readFile(POM, 'utf8')) ?? [];
  if (!version) throw new Error(`${POM} names no kafka.version`);
  return version;
}

const isThere = (jars: string, version: string) =>
  access(join(jars, `kafka_2.13-${version}.jar`)).then(
    () => true,
    () => false,
  );
