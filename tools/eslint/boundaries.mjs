import { readdirSync } from 'node:fs';

// Who may import whom, by the tags in each project's package.json.
// There is no wildcard: a project without one of these tags may import no other.
const LAYERS = {
  'scope:contracts': ['scope:contracts'],
  'scope:domain': ['scope:contracts', 'scope:domain'],
  'scope:platform': ['scope:contracts', 'scope:platform'],
  'scope:simulator': ['scope:contracts', 'scope:domain'],
  'scope:testing': ['scope:contracts', 'scope:platform'],
  'scope:app': ['scope:contracts', 'scope:domain', 'scope:platform', 'scope:simulator'],
};

/** A service runs in production: of the platform it may have what is meant for that, but no engines, and no simulator. */
const SERVICE = {
  sourceTag: 'type:service',
  onlyDependOnLibsWithTags: ['scope:contracts', 'scope:domain', 'type:runtime'],
};

const layers = (more) =>
  Object.entries(LAYERS).map(([sourceTag, tags]) => ({ sourceTag, onlyDependOnLibsWithTags: [...tags, ...more] }));

const boundaries = (depConstraints) => ['error', { allow: [], depConstraints }];

/** Rule options for code that ships. */
export const forProduction = boundaries([...layers([]), SERVICE]);

/** Rule options for specs and for what only they run: the same layers, and the testing library. */
export const forSpecs = boundaries(layers(['scope:testing']));

/** An app has no exports, so that its name alone resolves to nothing; a path behind it would. */
export const apps = {
  regex: `^@orderweave/(${readdirSync(new URL('../../apps', import.meta.url)).join('|')})(/|$)`,
  message: 'No app imports another app: what both need belongs to a library.',
};

/** Code that ships never reaches into what specs stand on. */
export const testSupport = {
  regex: '^\\.{1,2}/(.*/)?(testing/.*|[^/]*[-.]fixture\\.js|[^/]*\\.spec\\.js)$',
  message: 'Only specs import what specs stand on.',
};
