import type { Language } from '@orderweave/domain-ordering';
import type { SegmentCondition } from './segment-condition.js';

/** A segment to start from: its name and condition are to be changed. */
export interface ExampleSegment {
  id: string;
  /** What it tells customers apart by. */
  by: 'geography' | 'industry' | 'company-size' | 'behaviour' | 'value';
  name: Record<Language, string>;
  condition: SegmentCondition;
}

/** Ready examples, one or more for each way to tell customers apart. All of them are valid. */
export const EXAMPLE_SEGMENTS: readonly ExampleSegment[] = [
  {
    id: 'south-china',
    by: 'geography',
    name: { 'zh-CN': '华南客户', en: 'Customers in South China' },
    condition: { attribute: 'region', op: 'in', values: ['广东', '广西', '海南', 'Guangdong', 'Guangxi', 'Hainan'] },
  },
  {
    id: 'manufacturers',
    by: 'industry',
    name: { 'zh-CN': '制造业在册客户', en: 'Manufacturers who still order' },
    condition: {
      and: [
        { attribute: 'industry', op: 'in', values: ['制造业', 'manufacturing'] },
        { attribute: 'stage', op: 'in', values: ['new', 'growing', 'mature', 'reacquired'] },
      ],
    },
  },
  {
    id: 'large-companies',
    by: 'company-size',
    name: { 'zh-CN': '大型企业中的 B、C 级', en: 'Large companies in tier B or C' },
    condition: {
      and: [
        { attribute: 'company-size', op: 'in', values: ['large', '1000+', '大型'] },
        { attribute: 'tier-final', op: 'in', values: ['B', 'C'] },
      ],
    },
  },
  {
    id: 'unhappy-regulars',
    by: 'behaviour',
    name: { 'zh-CN': '近期投诉的常客', en: 'Regulars who complained lately' },
    condition: {
      and: [
        { attribute: 'frequency', op: 'eq', value: 'frequent' },
        { feedback: { kind: 'complaint', withinDays: 90, atLeast: 1 } },
      ],
    },
  },
  {
    id: 'product-not-bought-again',
    by: 'behaviour',
    name: { 'zh-CN': '买过 TEA-250 但 30 天未再买', en: 'Bought TEA-250 before, but not in 30 days' },
    condition: {
      and: [
        { orders: { product: 'TEA-250', atLeast: 3 } },
        { orders: { product: 'TEA-250', withinDays: 30, atMost: 0 } },
        { orders: { withinDays: 30, atLeast: 1 } },
      ],
    },
  },
  {
    id: 'valuable-and-fading',
    by: 'value',
    name: { 'zh-CN': '高价值且流失中', en: 'High value, and fading' },
    condition: {
      and: [
        {
          or: [
            { attribute: 'value-band', op: 'eq', value: 'high' },
            { attribute: 'net-365', op: 'gte', value: '100000' },
          ],
        },
        { attribute: 'overdue', op: 'gte', value: 2 },
        { not: { attribute: 'risk', op: 'eq', value: 'lost' } },
      ],
    },
  },
];
