import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders of all projects, relative to the root: libraries, then applications, the tests of the whole system last. */
export function projects() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces
    .map((pattern) => pattern.replace(/\/\*$/, ''))
    .flatMap((folder) => subfolders(join(root, folder)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => relative(root, folder).replaceAll('\\', '/'))
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
}

/** Whether a project has specs without I/O (`pure`) or specs that need engines (`engines`). */
export function hasSpecs(project, kind) {
  const source = join(root, project, 'src');
  if (!existsSync(source)) return false;
  const specs = readdirSync(source, { recursive: true }).filter((file) => file.endsWith('.spec.ts'));
  return specs.some((file) => /\.(pg|kafka|system|data)\.spec\.ts$/.test(file) === (kind === 'engines'));
}

const rank = (project) => (project === 'apps/system-tests' ? 2 : project.startsWith('apps/') ? 1 : 0);

const subfolders = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(folder, entry.name))
    : [];
