import type { RfmRule } from './rfm-policy.js';

/**
 * The usual eleven groups, from those to keep to those who are gone. Ties share the better score: where half of all customers purchased on
 * one day only, all of them have a frequency of 3, beside those who really are in the middle. So there money tells them apart.
 */
export const DEFAULT_RFM_GROUPS: RfmRule[] = [
  { group: 'champions', r: [4, 5], f: [4, 5], m: [4, 5] },
  { group: 'loyal', r: [4, 5], f: [4, 5], m: [1, 3] },
  { group: 'loyal', r: [3, 3], f: [4, 5] },
  { group: 'potential-loyalist', r: [4, 5], f: [3, 3], m: [3, 5] },
  { group: 'new', r: [5, 5], f: [3, 3], m: [1, 2] },
  { group: 'new', r: [5, 5], f: [1, 2] },
  { group: 'promising', r: [4, 4], f: [3, 3], m: [1, 2] },
  { group: 'promising', r: [4, 4], f: [1, 2] },
  { group: 'needs-attention', r: [3, 3], f: [3, 3], m: [3, 5] },
  { group: 'about-to-sleep', r: [3, 3], f: [3, 3], m: [1, 2] },
  { group: 'about-to-sleep', r: [3, 3], f: [1, 2] },
  { group: 'at-risk', r: [2, 2], f: [4, 5] },
  { group: 'at-risk', r: [2, 2], f: [3, 3], m: [3, 5] },
  { group: 'at-risk', r: [1, 1], f: [4, 5], m: [1, 3] },
  { group: 'at-risk', r: [1, 1], f: [3, 3], m: [4, 5] },
  { group: 'cant-lose', r: [1, 1], f: [4, 5], m: [4, 5] },
  { group: 'hibernating', r: [2, 2], f: [3, 3], m: [1, 2] },
  { group: 'hibernating', r: [2, 2], f: [1, 2] },
  { group: 'hibernating', r: [1, 1], f: [3, 3], m: [3, 3] },
  { group: 'hibernating', r: [1, 1], f: [1, 2], m: [4, 5] },
  { group: 'lost', r: [1, 1], f: [3, 3], m: [1, 2] },
  { group: 'lost', r: [1, 1], f: [1, 2], m: [1, 3] },
];
