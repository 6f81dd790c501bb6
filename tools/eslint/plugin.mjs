import { fileName } from './file-name.mjs';
import { parameterCount } from './parameter-count.mjs';

/** Rules of this repository that no published plugin has. */
export const orderweave = {
  meta: { name: 'orderweave' },
  rules: { 'file-name': fileName, 'parameter-count': parameterCount },
};
