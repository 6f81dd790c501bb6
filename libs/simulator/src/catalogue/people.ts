import type { RandomSource } from '../random/random-source.js';
import type { Place } from './places.js';

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶',
];
const GIVEN =
  '伟|芳|娜|敏|静|丽|强|磊|军|洋|勇|艳|杰|娟|涛|明|超|秀英|霞|平|刚|桂英|文博|子涵|雨桐|浩然|思远|欣怡|梓轩|佳琪|志远|嘉怡|晓东|海燕|建国|雪梅'.split(
    '|',
  );
const FIRST =
  'James|Emma|Oliver|Sophie|Liam|Charlotte|Noah|Amelia|Jack|Grace|Lukas|Anna|Pierre|Claire|Daan|Eva|Sean|Aoife|Thomas|Julia|Henry|Alice|Max|Lena'.split(
    '|',
  );
const LAST =
  'Smith|Jones|Taylor|Brown|Wilson|Evans|Walker|Murphy|Byrne|de Vries|Bakker|Müller|Schmidt|Fischer|Martin|Bernard|Dubois|Laurent|Clarke|Hughes'.split(
    '|',
  );
const BRANDS = '锦程|瑞丰|天和|恒达|百川|鼎盛|华茂|新雅|泰源|嘉禾|汇通|远景|金桥|云舟|春晖|安泰'.split('|');
const TRADES = '酒店管理|商贸|餐饮|文化传播|办公用品|家居|连锁超市|礼品'.split('|');
const FIRMS = 'Harbour|Northgate|Bluebird|Oakfield|Silverline|Meadow|Castle|Riverside|Summit|Lighthouse'.split('|');
const FORMS = 'Trading Ltd|Hotels Group|Catering GmbH|Interiors BV|Gifts Ltd|Stores SARL'.split('|');

/** A person's name as written where that person lives. */
export function drawName(random: RandomSource, place: Place): string {
  if (place.language === 'en') return `${random.pick(FIRST)} ${random.pick(LAST)}`;
  return random.pick(SURNAMES) + random.pick(GIVEN);
}

/** A company's name. */
export function drawCompany(random: RandomSource, place: Place): string {
  if (place.language === 'en') return `${random.pick(FIRMS)} ${random.pick(FORMS)}`;
  return `${place.city}${random.pick(BRANDS)}${random.pick(TRADES)}有限公司`;
}

/** A mobile number that no other customer has; its form is valid where the person lives. */
export function phoneOf(customer: number, place: Place): string {
  const digits = String(customer).padStart(7, '0');
  return place.language === 'zh'
    ? `138${digits.slice(-7).padStart(8, '1')}`
    : `+44 7400 ${(100_000 + (customer % 900_000)).toString()}`;
}

/** The salespeople, each with regions of their own. */
export const SALESPEOPLE = [
  'li.na',
  'zhang.wei',
  'chen.jie',
  'wang.fang',
  'liu.yang',
  'emma.clarke',
  'tom.bakker',
] as const;

/** The salesperson that looks after customers of a place. */
export function salespersonOf(place: Place): string {
  const team = place.language === 'zh' ? SALESPEOPLE.slice(0, 5) : SALESPEOPLE.slice(5);
  let sum = 0;
  for (const letter of place.city) sum += letter.codePointAt(0) ?? 0;
  return team[sum % team.length] ?? SALESPEOPLE[0];
}
