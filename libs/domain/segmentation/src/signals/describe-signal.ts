import type { Language } from '@orderweave/domain-ordering';
import type { SignalName } from './signal-policy.js';

/** What a signal says, in English and Chinese; of one with a subject, `#` stands for it. */
const WORDS: Readonly<Record<SignalName, readonly [english: string, chinese: string]>> = {
  'rhythm-lengthens': ['orders come less often than they used to', '下单间隔比以往变长'],
  'value-shrinks': ['orders are worth less than they used to be', '每次下单金额比以往变小'],
  'product-overdue': [
    '# used to be ordered and is overdue, though others are bought',
    '常购产品 # 逾期未购，但仍在购买其他产品',
  ],
  'category-dropped': ['nothing in # is ordered any more, though others are', '品类 # 已不再购买，但仍在购买其他品类'],
  'channel-silent': ['no order through # any more, though through others', '渠道 # 已无订单，但其他渠道仍有'],
  'returns-rise': ['more orders are returned than used to be', '退货比以往增多'],
  'complaint-unanswered-by-order': ['no order since a complaint', '投诉后未再下单'],
};

/** A signal in a few words of a language. */
export function describeSignal(
  { signal, subject = '' }: { signal: SignalName; subject?: string },
  language: Language,
): string {
  return WORDS[signal][language === 'zh-CN' ? 1 : 0].replace('#', () => subject);
}
