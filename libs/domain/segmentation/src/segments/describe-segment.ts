import type { Language } from '@orderweave/domain-ordering';
import { timesOf } from './count-times.js';
import { SEGMENT_ATTRIBUTES, type Comparison } from './segment-attributes.js';
import type {
  AttributeCondition,
  ConditionValue,
  FeedbackCondition,
  OrdersCondition,
  SegmentCondition,
} from './segment-condition.js';

const SIGNS: Record<Comparison, string> = { eq: '=', ne: '≠', lt: '<', lte: '≤', gt: '>', gte: '≥' };

/** A condition in words for a salesperson: "tier of the last closed month = A and no order of TEA-250 in 30 days". */
export function describeSegment(condition: SegmentCondition, language: Language): string {
  const chinese = language === 'zh-CN';
  const inner = (part: SegmentCondition): string => {
    const text = describeSegment(part, language);
    return 'and' in part || 'or' in part ? (chinese ? `（${text}）` : `(${text})`) : text;
  };
  if ('and' in condition) return condition.and.map(inner).join(chinese ? '，且' : ' and ');
  if ('or' in condition) return condition.or.map(inner).join(chinese ? '，或' : ' or ');
  if ('not' in condition) return `${chinese ? '非：' : 'not: '}${inner(condition.not)}`;
  if ('attribute' in condition) return describeAttribute(condition, chinese);
  return 'orders' in condition ? describeOrders(condition, chinese) : describeFeedback(condition, chinese);
}

function describeAttribute(condition: AttributeCondition, chinese: boolean): string {
  const title = SEGMENT_ATTRIBUTES[condition.attribute].title[chinese ? 1 : 0];
  const list = (values: readonly ConditionValue[]): string => values.join(chinese ? '、' : ', ');
  switch (condition.op) {
    case 'exists':
      return chinese ? `有${title}` : `${title} is known`;
    case 'in':
      return chinese ? `${title}为 ${list(condition.values)} 之一` : `${title} is one of ${list(condition.values)}`;
    case 'between':
      return chinese
        ? `${title}在 ${condition.from} 至 ${condition.to} 之间`
        : `${title} from ${condition.from} to ${condition.to}`;
    case 'eq':
    case 'ne':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return `${title} ${SIGNS[condition.op]} ${condition.value}`;
  }
}

function describeOrders(condition: OrdersCondition, chinese: boolean): string {
  const { product, category, channel } = condition.orders;
  const subjects = [
    product && (chinese ? `产品 ${product} ` : ` of ${product}`),
    category && (chinese ? `品类 ${category} ` : ` in ${category}`),
    channel && (chinese ? `渠道 ${channel} ` : ` through ${channel}`),
  ].filter(Boolean);
  return chinese
    ? `${withinWords(condition, true)}${subjects.join('')}${timesWords(condition, ['下单', '次', '无订单'], true)}`
    : `${timesWords(condition, ['', ' order', 'no order'], false)}${subjects.join('')}${withinWords(condition, false)}`;
}

function describeFeedback(condition: FeedbackCondition, chinese: boolean): string {
  const { kind, scoreAtLeast, scoreAtMost } = condition.feedback;
  const [from, to] = [
    scoreAtLeast === undefined ? '' : ` ≥ ${scoreAtLeast}`,
    scoreAtMost === undefined ? '' : ` ≤ ${scoreAtMost}`,
  ];
  if (chinese) {
    const what = `${kind ? KINDS_ZH[kind] : '反馈'}${from}${to}`;
    return `${withinWords(condition, true)}${what} ${timesWords(condition, ['', '次', '没有'], true)}`;
  }
  const what = `${kind ?? 'feedback'}${from}${to}`;
  return `${timesWords(condition, ['', ' time', 'no'], false)} ${what}${withinWords(condition, false)}`;
}

const KINDS_ZH = { complaint: '投诉', csat: '满意度评分', nps: 'NPS 评分', review: '评价' };

function withinWords(condition: OrdersCondition | FeedbackCondition, chinese: boolean): string {
  const { withinDays } = timesOf(condition);
  if (withinDays === undefined) return chinese ? '累计' : ' ever';
  return chinese ? `近 ${withinDays} 天` : ` in ${withinDays} days`;
}

function timesWords(
  condition: OrdersCondition | FeedbackCondition,
  [verb, times, none]: readonly [string, string, string],
  chinese: boolean,
): string {
  const { atLeast, atMost } = timesOf(condition);
  if (atMost === 0) return none;
  const bounds = [
    atLeast !== undefined && (chinese ? `至少 ${atLeast} ${times}` : `at least ${atLeast}`),
    atMost !== undefined && (chinese ? `至多 ${atMost} ${times}` : `at most ${atMost}`),
  ].filter(Boolean);
  if (chinese) return `${verb}${bounds.join('、')}`;
  return `${bounds.join(' and ')}${times}${(atMost ?? atLeast) === 1 ? '' : 's'}`;
}
