import type { Language } from '@orderweave/domain-ordering';
import { CLUSTER_FEATURES, type ClusterFeature } from './cluster-features.js';
import type { Cluster } from './cluster-customers.js';

/** Less and more than others, in English and Chinese. */
const WORDS: Record<ClusterFeature, { less: readonly [string, string]; more: readonly [string, string] }> = {
  'silence-days': { less: ['ordered just lately', '最近刚下过单'], more: ['silent for long', '沉默较久'] },
  'purchase-days': { less: ['orders seldom', '下单次数少'], more: ['orders often', '下单次数多'] },
  'net-amount': { less: ['spends little', '总金额低'], more: ['spends much', '总金额高'] },
  'order-value': { less: ['small orders', '单笔金额小'], more: ['large orders', '单笔金额大'] },
  'typical-gap-days': {
    less: ['short gaps between orders', '下单间隔短'],
    more: ['long gaps between orders', '下单间隔长'],
  },
  'customer-age-days': { less: ['a young customer', '新近的客户'], more: ['a customer of long standing', '老客户'] },
  'product-count': { less: ['few products', '产品种类少'], more: ['many products', '产品种类多'] },
};
/** Deviations from the mean that are worth a word, and that are called great. */
const NOTABLE = 0.5;
const GREAT = 1.25;
const MOST_WORDS = 3;

/** A cluster in words: its share, and the three features by which its centre differs most from the mean, the greatest first. */
export function describeCluster({ deviations, share }: Cluster, language: Language): string {
  const chinese = language === 'zh-CN';
  const notable = CLUSTER_FEATURES.filter((feature) => Math.abs(deviations[feature]) >= NOTABLE)
    .sort((a, b) => Math.abs(deviations[b]) - Math.abs(deviations[a]))
    .slice(0, MOST_WORDS)
    .map((feature) => wordOf(feature, deviations[feature], chinese));
  const percent = Math.round(share * 100);
  if (chinese) return `${notable.join('、') || '各方面接近平均'}（占客户 ${percent}%）`;
  return `${notable.join(', ') || 'about average in everything'} (${percent} % of customers)`;
}

function wordOf(feature: ClusterFeature, deviation: number, chinese: boolean): string {
  const word = WORDS[feature][deviation < 0 ? 'less' : 'more'][chinese ? 1 : 0];
  if (Math.abs(deviation) < GREAT) return word;
  return chinese ? `${word}（显著）` : `${word} (by far)`;
}
