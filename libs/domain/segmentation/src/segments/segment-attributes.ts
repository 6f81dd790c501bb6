import { FEEDBACK_KINDS } from './customer-facts.js';

/** How the values of an attribute are written and compared. */
export type AttributeType = 'number' | 'amount' | 'day' | 'state' | 'text' | 'list';

/** What a condition may ask of a customer under one name. */
export interface AttributeDefinition {
  type: AttributeType;
  /** The values that a state can have. */
  states?: readonly string[];
  /** Unit of a number: as in `Reason`. */
  unit?: string;
  /** What it is, in English and Chinese. */
  title: readonly [english: string, chinese: string];
}

const TIERS = ['A', 'B', 'C', 'D'];
const DAYS = { type: 'number', unit: 'days' } as const;

/** All attributes by name. Texts are compared as they are written; a list satisfies what any of its members satisfies. */
export const SEGMENT_ATTRIBUTES = {
  'tier-live': { type: 'state', states: TIERS, title: ['tier this month', '本月等级'] },
  'tier-final': { type: 'state', states: TIERS, title: ['tier of the last closed month', '上月等级'] },
  'value-band': { type: 'state', states: ['high', 'mid', 'low'], title: ['value band', '价值分层'] },
  frequency: {
    type: 'state',
    states: ['frequent', 'occasional', 'dormant', 'prospect'],
    title: ['frequency', '频次分类'],
  },
  'rfm-group': { type: 'text', title: ['RFM group', 'RFM 分组'] },
  'rfm-r': { type: 'number', title: ['RFM recency score', 'RFM 最近得分'] },
  'rfm-f': { type: 'number', title: ['RFM frequency score', 'RFM 频次得分'] },
  'rfm-m': { type: 'number', title: ['RFM monetary score', 'RFM 金额得分'] },
  stage: {
    type: 'state',
    states: ['potential', 'intent', 'new', 'growing', 'mature', 'losing', 'churned', 'reacquired'],
    title: ['stage', '生命周期阶段'],
  },
  risk: { type: 'state', states: ['healthy', 'watch', 'at-risk', 'lost'], title: ['risk', '流失风险'] },
  'p-alive': { type: 'number', title: ['P(alive)', '存活概率'] },
  'q-30': { type: 'number', title: ['chance of no order in the next 30 days', '未来 30 天不下单的可能性'] },
  'chance-lost': { type: 'number', title: ['share of the chance lost since the last order', '上次下单后失去的机会'] },
  'clv-12m': { type: 'number', title: ['expected value of the next 12 months', '未来 12 个月预期价值'] },
  'silence-days': { ...DAYS, title: ['days since the last order', '距上次下单天数'] },
  'typical-gap-days': { ...DAYS, title: ['typical gap between orders in days', '通常下单间隔天数'] },
  overdue: { type: 'number', unit: 'gaps', title: ['silence in typical gaps', '沉默时长相当于通常间隔的倍数'] },
  'customer-age-days': { ...DAYS, title: ['days since the first order', '距首次下单天数'] },
  'purchase-days': { type: 'number', unit: 'purchase-days', title: ['days with an order', '下单日数'] },
  'net-365': { type: 'amount', unit: 'currency', title: ['net amount of the last 365 days', '近 365 天净额'] },
  'net-total': { type: 'amount', unit: 'currency', title: ['net amount ever', '累计净额'] },
  'first-order-on': { type: 'day', title: ['day of the first order', '首次下单日'] },
  'last-order-on': { type: 'day', title: ['day of the last order', '最近下单日'] },
  country: { type: 'text', title: ['country', '国家'] },
  region: { type: 'text', title: ['region', '地区'] },
  city: { type: 'text', title: ['city', '城市'] },
  industry: { type: 'text', title: ['industry', '行业'] },
  'company-size': { type: 'text', title: ['company size', '企业规模'] },
  company: { type: 'text', title: ['company', '公司'] },
  owner: { type: 'text', title: ['owner', '负责人'] },
  cluster: { type: 'text', title: ['cluster', '聚类'] },
  products: { type: 'list', title: ['products bought', '买过的产品'] },
  categories: { type: 'list', title: ['categories bought', '买过的品类'] },
  channels: { type: 'list', title: ['channels ordered through', '下单渠道'] },
  signals: { type: 'list', title: ['signals', '预警信号'] },
  feedback: { type: 'list', states: FEEDBACK_KINDS, title: ['kinds of feedback given', '反馈类型'] },
  'last-nps': { type: 'number', title: ['last NPS score', '最近 NPS 分数'] },
  'last-csat': { type: 'number', title: ['last CSAT score', '最近满意度分数'] },
} as const satisfies Record<string, AttributeDefinition>;

export type AttributeName = keyof typeof SEGMENT_ATTRIBUTES;

/** What is known of an attribute; undefined for a name that is none. */
export function attributeNamed(name: unknown): AttributeDefinition | undefined {
  return typeof name === 'string' && Object.hasOwn(SEGMENT_ATTRIBUTES, name)
    ? SEGMENT_ATTRIBUTES[name as AttributeName]
    : undefined;
}

export const COMPARISONS = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Operator = Comparison | 'in' | 'between' | 'exists';

const ORDERED: readonly Operator[] = [...COMPARISONS, 'in', 'between', 'exists'];
const NAMED: readonly Operator[] = ['eq', 'ne', 'in', 'exists'];

/** The operators that an attribute of a type takes. */
export function operatorsOf(type: AttributeType): readonly Operator[] {
  return type === 'number' || type === 'amount' || type === 'day' ? ORDERED : NAMED;
}
