import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';

/** The parts of a compose file that the specs ask for. */
export interface ComposeService {
  image: string;
  build?: { dockerfile: string; args: { SERVICE: string } };
  environment?: Record<string, string | number>;
  env_file?: string[];
  volumes?: string[];
  ports?: string[];
}
export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, null>;
}

/** What make-env.mjs wrote and said. */
export interface Secrets {
  /** Of .env. */
  shared: Record<string, string>;
  /** Of deploy/notification.env. */
  notification: Record<string, string>;
  said: string;
}

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** A file of the repository, as text. */
export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** docker-compose.yml, with what its services share filled in. */
export const readCompose = (): ComposeFile => parse(readText('docker-compose.yml'), { merge: true }) as ComposeFile;

/** Runs make-env.mjs on copies in a folder of its own. */
export function makeSecrets(dir: string): Secrets {
  mkdirSync(join(dir, 'deploy'));
  for (const file of ['.env.example', 'deploy/make-env.mjs', 'deploy/notification.env.example'])
    cpSync(join(ROOT, file), join(dir, file));
  const said = execFileSync(process.execPath, [join(dir, 'deploy/make-env.mjs')], { encoding: 'utf8' });
  const read = (file: string) => parseEnv(readFileSync(join(dir, file), 'utf8')) as Record<string, string>;
  return { shared: read('.env'), notification: read('deploy/notification.env'), said };
}

/** Fills in `${NAME}`, `${NAME:-default}` and `${NAME:?message}` as compose does. */
export function interpolate(text: string, values: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, more: string) => {
    const value = values[name];
    if (value) return value;
    if (kind === '-') return more;
    throw new Error(`${name} ${more ?? 'is not set'}`);
  });
}

/** Code that ships of some folders, without comments that take whole lines. */
export function shippedCode(folders: readonly string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|fixture\.ts$|^testing\//.test(file))
      .map((file) => readText(join(folder, 'src', file))),
  );
  return files.join('\n').replace(/^\s*(\/\/|\/?\*).*$/gm, '');
}
