/** A city that customers live in. */
export interface Place {
  city: string;
  region: string;
  country: string;
  postalCode: string;
  street: string;
  language: 'zh' | 'en';
}

const place = (text: string, country: string, language: 'zh' | 'en'): Place => {
  const [city = '', region = '', postalCode = '', street = ''] = text.split('|');
  return { city, region, country, postalCode, street, language };
};

const CHINESE = [
  '上海|上海|200040|南京西路',
  '北京|北京|100020|朝阳路',
  '深圳|广东|518048|福华路',
  '广州|广东|510620|体育东路',
  '杭州|浙江|310012|文三路',
  '成都|四川|610041|人民南路',
  '武汉|湖北|430022|解放大道',
  '西安|陕西|710061|长安南路',
  '南京|江苏|210005|中山南路',
  '苏州|江苏|215021|现代大道',
  '重庆|重庆|400010|民权路',
  '青岛|山东|266071|香港中路',
].map((text) => place(text, 'CN', 'zh'));

const EUROPEAN = [
  ['London|England|EC1A 1BB|King Street', 'GB'],
  ['Manchester|England|M2 3AW|Deansgate', 'GB'],
  ['Dublin|Leinster|D02 X285|Dawson Street', 'IE'],
  ['Rotterdam|South Holland|3011 AA|Coolsingel', 'NL'],
  ['Hamburg|Hamburg|20095|Mönckebergstraße', 'DE'],
  ['Lyon|Auvergne-Rhône-Alpes|69002|Rue Victor Hugo', 'FR'],
].map(([text = '', country = '']) => place(text, country, 'en'));

/** Where customers of a language live. */
export const PLACES: Readonly<Record<'zh' | 'en', readonly Place[]>> = { zh: CHINESE, en: EUROPEAN };
