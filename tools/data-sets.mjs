import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './projects.mjs';

/** Folder of the real data sets that `*.data.spec.ts` check against: ORDERWEAVE_DATA, or beside the repository. */
export const dataFolder = process.env.ORDERWEAVE_DATA ?? join(root, '..', 'shared', 'data');

/** Whether specs on real data run. They always do in CI: there a missing folder is a failure. */
export const withData = existsSync(dataFolder) || process.env.CI === 'true';
