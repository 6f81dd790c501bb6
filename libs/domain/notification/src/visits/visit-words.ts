import type { Locale } from '../locale.js';
import type { VisitAim } from './visit-aim.js';

/** Why a customer is in a plan, and what is to be reached. */
export interface VisitWords {
  readonly reason: string;
  readonly aim: string;
}

type Tiers = { readonly tier: string | null; readonly previous: string | null };
type Words = Readonly<Record<Exclude<VisitAim, 'task'>, (tiers: Tiers) => VisitWords>>;

const zh: Words = {
  stopped: ({ previous }) => ({
    reason: `异常停单：上月为 ${previous} 级，结账月没有成交`,
    aim: '立即致电或上门，问清原因，带上专项支持',
  }),
  hold: ({ previous }) => ({
    reason: previous === 'A' ? '保持 A 级：每周联系' : 'A 级客户：每周联系',
    aim: '感谢并保持密切联系，金额稳住或上升，VIP 服务，优先交付',
  }),
  raise: () => ({ reason: 'B 级客户：每月拜访两次', aim: '促进复购，提高客单价，争取升为 A 级' }),
  'open-up': () => ({ reason: 'C 级客户：每月一次', aim: '了解需求，给出优惠，拓宽品类' }),
  'wake-up': ({ previous }) => ({
    reason: `D 级客户（此前 ${previous ?? '无等级'}）：电话联系`,
    aim: '了解没有下单的原因，唤醒需求',
  }),
};
const en: Words = {
  stopped: ({ previous }) => ({
    reason: `Abnormal stop: ${previous} at the close before, no sale in the closed month`,
    aim: 'Call or visit at once, learn the reason, bring special support',
  }),
  hold: ({ previous }) => ({
    reason: previous === 'A' ? 'A kept: weekly contact' : 'Tier A: weekly contact',
    aim: 'Thank and keep close, hold or raise the amount, VIP service, priority delivery',
  }),
  raise: () => ({ reason: 'Tier B: two visits a month', aim: 'Promote repurchase and a larger order, towards A' }),
  'open-up': () => ({ reason: 'Tier C: once a month', aim: 'Find out what they need, make an offer, widen the range' }),
  'wake-up': ({ previous }) => ({
    reason: `Tier D (${previous ?? 'none'} before): phone call`,
    aim: 'Learn why there is no order and wake the need',
  }),
};
const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en };

/** Words why a tier brings a customer into the plan. */
export function wordVisit(aim: Exclude<VisitAim, 'task'>, tiers: Tiers, locale: Locale): VisitWords {
  return WORDS[locale][aim](tiers);
}
