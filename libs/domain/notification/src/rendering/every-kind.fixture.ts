import type { Transition } from '@orderweave/contracts';
import { sampleTransition } from '../testing/sample-transition.js';

type Inputs = Transition['because']['inputs'];

const given = (head: Partial<Transition>, inputs: Inputs, restore?: Record<string, string>): Transition => {
  const because = { inputs, orders: [], currency: 'CNY', policyVersion: 'v1', ...(restore && { restore }) };
  return sampleTransition({ ...head, because });
};
const rank: Inputs = [
  { name: 'customers-ahead', value: 12 },
  { name: 'ordering-customers', value: 60 },
  { name: 'share-ahead', value: 0.2, threshold: 0.2 },
];
const valueRank: Inputs = [
  { name: 'customers-ahead', value: 55 },
  { name: 'valued-customers', value: 300 },
  { name: 'share-ahead', value: 0.1833, threshold: 0.5 },
];
const year: Inputs[number] = { name: 'window-days', value: 365, unit: 'days' };

/** One transition or more of each kind, with the reasons that segmentation gives for it. */
export const EVERY_KIND: Readonly<Record<string, Transition>> = {
  'tier live': given(
    { kind: 'tier', basis: 'live', month: '2026-03', from: 'A', to: 'B' },
    [{ name: 'net-amount', value: '98014.66', previous: '120000', unit: 'currency' }, ...rank],
    { A: '1240' },
  ),
  'tier live for the first time': given(
    { kind: 'tier', basis: 'live', month: '2026-03', from: null, to: 'B', cause: { type: 'order', ref: 'tmall/2002' } },
    [
      { name: 'net-amount', value: '98014.66', previous: '0', unit: 'currency' },
      ...rank.slice(0, 2),
      { name: 'share-ahead', value: 0.7999, threshold: 0.8 },
    ],
  ),
  'tier live by others': given(
    { kind: 'tier', basis: 'live', month: '2026-03', from: 'A', to: 'B', cause: { type: 'order', ref: 'tmall/2002' } },
    [{ name: 'net-amount', value: '120000', previous: '120000', unit: 'currency' }, ...rank],
    { A: '0.01' },
  ),
  'tier restated': given({ kind: 'tier', basis: 'restated', month: '2026-02', from: 'C', to: 'D' }, [
    { name: 'net-amount', value: '-20', previous: '300', unit: 'currency' },
    { name: 'ordering-customers', value: 60 },
    { name: 'published-tier', value: 'C' },
  ]),
  'behind-pace': given({ kind: 'behind-pace', month: '2026-03', from: null, to: 'behind' }, [
    { name: 'month-to-date', value: '3000', threshold: '6000', unit: 'currency' },
    { name: 'usual-by-now', value: '10000', unit: 'currency' },
    { name: 'missing-to-pace', value: '3000', unit: 'currency' },
    { name: 'pace-months', value: 3 },
    { name: 'last-month-tier', value: 'A' },
  ]),
  'value-band down': given(
    { kind: 'value-band', from: 'high', to: 'mid' },
    [{ name: 'trailing-net-amount', value: '52000', previous: '81000', unit: 'currency' }, year, ...valueRank],
    { high: '12800' },
  ),
  'value-band none': given(
    { kind: 'value-band', from: 'mid', to: null, cause: { type: 'deadline', ref: '2026-03-02' } },
    [
      { name: 'trailing-net-amount', value: '0', previous: '120', unit: 'currency' },
      year,
      { name: 'valued-customers', value: 299 },
    ],
    { high: '1280', low: '0.01', mid: '120' },
  ),
  rfm: given({ kind: 'rfm', from: 'champions', to: 'about-to-sleep' }, [
    { name: 'recency-score', value: 3, previous: 5 },
    { name: 'frequency-score', value: 3 },
    { name: 'monetary-score', value: 2, previous: 4 },
    { name: 'last-purchase', value: '2025-11-02' },
    { name: 'purchase-days', value: 4, unit: 'purchase-days' },
    { name: 'trailing-net-amount', value: '5200', unit: 'currency' },
    year,
    { name: 'scored-customers', value: 300 },
  ]),
  'stage mature': given({ kind: 'stage', from: 'growing', to: 'mature' }, [
    { name: 'stage', value: 'mature', previous: 'growing' },
    { name: 'growth-month', value: '2026-02', threshold: '2026-03-04' },
    { name: 'growth-ratio', value: 0.9972, threshold: 1, unit: 'times' },
    { name: 'last-three-months', value: '4986', previous: '5000', unit: 'currency' },
    { name: 'recent-purchase-days', value: 5, threshold: 4, unit: 'purchase-days' },
    { name: 'growth-judged-on', value: '2026-04-04' },
    { name: 'holds-until', value: '2026-04-19' },
  ]),
  'stage new': given({ kind: 'stage', from: null, to: 'new' }, [
    { name: 'stage', value: 'new' },
    { name: 'first-purchase', value: '2026-03-01' },
    { name: 'days-since-first-purchase', value: 0, threshold: 60, unit: 'days' },
    { name: 'purchase-days', value: 1, threshold: 3, unit: 'purchase-days' },
    { name: 'holds-until', value: '2026-04-30' },
  ]),
  'stage mature while young': given({ kind: 'stage', from: 'new', to: 'mature' }, [
    { name: 'stage', value: 'mature', previous: 'new' },
    { name: 'first-purchase', value: '2026-01-01' },
    { name: 'days-since-first-purchase', value: 61, threshold: 180, unit: 'days' },
    { name: 'purchase-days', value: 2, threshold: 3, unit: 'purchase-days' },
    { name: 'young-until', value: '2026-06-29', threshold: 3 },
    { name: 'holds-until', value: '2026-04-30' },
  ]),
  'stage potential': given({ kind: 'stage', from: 'new', to: 'potential' }, [
    { name: 'stage', value: 'potential', previous: 'new' },
    { name: 'purchase-days', value: 0, unit: 'purchase-days' },
  ]),
  'risk ended by a refund': given(
    { kind: 'risk', from: 'at-risk', to: null, cause: { type: 'order', ref: 'tmall/1001' } },
    [{ name: 'purchase-days', value: 0, unit: 'purchase-days' }],
  ),
  'stage churned by a newer model': given(
    { kind: 'stage', from: 'losing', to: 'churned', cause: { type: 'model', ref: 'gap-7' } },
    [
      { name: 'stage', value: 'churned', previous: 'losing' },
      { name: 'silence', value: 130, threshold: 128, unit: 'days' },
    ],
  ),
  'risk ended by an order': given(
    { kind: 'risk', from: 'at-risk', to: 'healthy', cause: { type: 'order', ref: 'tmall/1001' } },
    [
      { name: 'risk', value: 'healthy' },
      { name: 'silence', value: 0, threshold: 59, unit: 'days' },
      { name: 'order-chance', value: 0.5, threshold: 0.5, unit: 'share' },
      { name: 'typical-gap', value: 26.25, unit: 'days' },
      { name: 'overdue', value: 0, unit: 'gaps' },
      { name: 'last-purchase', value: '2026-03-01' },
      { name: 'restored-by-order-until', value: '2026-04-28' },
    ],
  ),
  'risk ended by an order, by the model': given(
    { kind: 'risk', from: 'watch', to: 'healthy', cause: { type: 'order', ref: 'tmall/1001' } },
    [
      { name: 'risk', value: 'healthy' },
      { name: 'silence', value: 0, threshold: 170, unit: 'days' },
      { name: 'order-chance', value: 0.16, threshold: 0.5, unit: 'share' },
      { name: 'best-order-chance', value: 0.16, unit: 'share' },
      { name: 'chance-lost', value: 0, threshold: 0.3, unit: 'share' },
      { name: 'typical-gap', value: 56.5, unit: 'days' },
      { name: 'overdue', value: 0, unit: 'gaps' },
      { name: 'last-purchase', value: '2026-03-01' },
      { name: 'restored-by-order-until', value: '2026-08-17' },
    ],
  ),
  'stage reacquired': given({ kind: 'stage', from: 'churned', to: 'reacquired' }, [
    { name: 'stage', value: 'reacquired', previous: 'churned' },
    { name: 'reacquired-on', value: '2026-03-01', threshold: '2025-12-01' },
    { name: 'silence-before-return', value: 140, threshold: 90, unit: 'days' },
    { name: 'holds-until', value: '2026-05-30' },
  ]),
  'risk by the model': given({ kind: 'risk', from: 'healthy', to: 'watch' }, [
    { name: 'risk', value: 'watch' },
    { name: 'silence', value: 31, threshold: 30, unit: 'days' },
    { name: 'order-chance', value: 0.35, threshold: 0.5, unit: 'share' },
    { name: 'best-order-chance', value: 0.9, unit: 'share' },
    { name: 'chance-lost', value: 0.61, threshold: 0.5, unit: 'share' },
    { name: 'typical-gap', value: 13.5, unit: 'days' },
    { name: 'overdue', value: 2.3, unit: 'gaps' },
    { name: 'last-purchase', value: '2026-01-29' },
    { name: 'important-customer', value: 'at-risk' },
    { name: 'restored-by-order-until', value: '2026-04-17' },
  ]),
  'segment entered': given({ kind: 'segment', from: null, to: 's_1', label: 'entered' }, [
    { name: 'segment', value: '高价值且流失中' },
    { name: 'segment-version', value: 2 },
    { name: 'tier-final', value: 'A', threshold: 'A, B' },
    { name: 'stage', value: 'losing', threshold: 'losing, churned' },
    { name: 'net-365', value: '120000', threshold: '100000 – 200000', unit: 'currency' },
    { name: 'typical-gap-days', value: 'unknown', threshold: 20, unit: 'days' },
    { name: 'chance-lost', value: 0.62, threshold: 0.5 },
    { name: 'company', value: 'Tea, Inc.', threshold: 'Tea, Inc.' },
    { name: 'signals', value: 'rhythm-lengthens, value-shrinks', threshold: 'rhythm-lengthens' },
    { name: 'matching-orders', value: 1, threshold: 3, unit: 'orders' },
    { name: 'matching-feedback', value: 2, threshold: 1, unit: 'times' },
  ]),
  'signal of a product': given({ kind: 'signal', from: null, to: 'product-overdue' }, [
    { name: 'signal-subject', value: 'TEA-250, POT-1' },
    { name: 'last-with-it', value: '2026-01-12' },
    { name: 'purchase-days-with-it', value: 8, threshold: 3, unit: 'purchase-days' },
    { name: 'purchase-days-without-it', value: 4, threshold: 2, unit: 'purchase-days' },
    { name: 'usual-gap', value: 10, unit: 'days' },
    { name: 'days-since-it', value: 40, threshold: 15, unit: 'days' },
    { name: 'chance-of-accident', value: 0.2, threshold: 0.5, unit: 'percent' },
  ]),
  'signal of the rhythm': given({ kind: 'signal', from: null, to: 'rhythm-lengthens' }, [
    { name: 'recent-typical-gap', value: 21, previous: 10, threshold: 15, unit: 'days' },
    { name: 'silence', value: 21, unit: 'days' },
  ]),
  'signal of returns': given({ kind: 'signal', from: null, to: 'returns-rise' }, [
    { name: 'recent-returns', value: 3, threshold: 2, unit: 'orders' },
    { name: 'recent-orders', value: 5, unit: 'orders' },
    { name: 'earlier-returns', value: 1, unit: 'orders' },
    { name: 'earlier-orders', value: 20, unit: 'orders' },
    { name: 'chance-of-accident', value: 0.79, threshold: 2, unit: 'percent' },
  ]),
  'signal after a complaint': given({ kind: 'signal', from: null, to: 'complaint-unanswered-by-order' }, [
    { name: 'complaint-on', value: '2026-02-14' },
    { name: 'days-without-order-after-complaint', value: 20, threshold: 14, unit: 'days' },
  ]),
  'signal of the value': given({ kind: 'signal', from: null, to: 'value-shrinks' }, [
    { name: 'recent-order-value', value: '420', previous: '900', threshold: '630', unit: 'currency' },
  ]),
  complaint: given({ kind: 'feedback', from: null, to: 'complaint' }, [
    { name: 'feedback-kind', value: 'complaint' },
    { name: 'feedback-sentiment', value: 'negative' },
    { name: 'feedback-on', value: '2026-03-02' },
    { name: 'feedback-order', value: 'tmall/1001' },
  ]),
  'low score': given({ kind: 'feedback', from: 'content', to: 'detractor' }, [
    { name: 'feedback-kind', value: 'csat' },
    { name: 'csat-score', value: 1, threshold: 2, previous: 4 },
    { name: 'feedback-sentiment', value: 'negative' },
    { name: 'feedback-on', value: '2026-03-02' },
    { name: 'feedback-order', value: 'tmall/1001' },
    { name: 'feedback-product', value: 'TEA-250' },
  ]),
  'good score after a complaint': given({ kind: 'feedback', from: 'complaint', to: 'content' }, [
    { name: 'feedback-kind', value: 'nps' },
    { name: 'nps-score', value: 9, threshold: 6 },
    { name: 'feedback-sentiment', value: 'positive' },
    { name: 'feedback-on', value: '2026-03-05' },
  ]),
  'segment left': given({ kind: 'segment', from: 's_1', to: null, label: 'left' }, [
    { name: 'segment', value: '华南客户' },
    { name: 'segment-version', value: 1 },
    { name: 'region', value: 'unknown', threshold: '广东, 广西' },
  ]),
};
