import { basename } from 'node:path';

const ROLES = ['controller', 'handler', 'store', 'entity', 'module', 'guard', 'filter', 'dto', 'cli', 'worker'];
const NEEDS = ['pg', 'kafka', 'system', 'data'];
const MEANINGLESS = /(^|-)(utils?|helpers?|common|base|managers?|misc|shared)(-|$)/;
const MIGRATION = /^\d{13}-[a-z0-9]+(-[a-z0-9]+)*\.ts$/;
const NAME = new RegExp(
  `^(\\d{2}-)?([a-z][a-z0-9]*(-[a-z0-9]+)*)(\\.(${ROLES.join('|')}))?(\\.(${NEEDS.join('|')}))*(\\.spec|\\.fixture|\\.config|\\.preset)?\\.(ts|mjs)$`,
);

/** Kebab-case, a known role as suffix at most, and no name that says nothing about what is inside. */
export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      shape: '{{name}}: name a file in kebab-case after its main export; suffixes: {{roles}}, spec.',
      meaningless: '{{name}}: utils, helpers, common, base, manager say nothing; name the file after its main export.',
    },
  },
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename);
      const match = NAME.exec(name);
      const data = { name, roles: ROLES.join(', ') };
      if (!match && !MIGRATION.test(name)) context.report({ node, messageId: 'shape', data });
      else if (match && MEANINGLESS.test(match[2])) context.report({ node, messageId: 'meaningless', data });
    },
  }),
};
