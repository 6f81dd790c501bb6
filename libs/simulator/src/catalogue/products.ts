/** One product of the simulated company. */
export interface Product {
  sku: string;
  name: string;
  category: string;
  /** Cents of the company's currency. */
  priceCents: number;
}

/** Category, prefix of its SKUs, then ten names with their prices. */
const SHELVES: readonly (readonly [category: string, prefix: string, goods: string])[] = [
  [
    'Tea 茶叶',
    'TEA',
    '西湖龙井 Longjing 250g:168|铁观音 Tieguanyin 250g:128|正山小种 Lapsang 200g:98|普洱熟茶 Puer 357g:158|茉莉花茶 Jasmine 250g:76|白毫银针 Silver Needle 100g:238|大红袍 Da Hong Pao 150g:188|祁门红茶 Keemun 200g:112|碧螺春 Biluochun 200g:146|菊花茶 Chrysanthemum 100g:45',
  ],
  [
    'Coffee 咖啡',
    'COF',
    '云南小粒 Yunnan beans 1kg:139|意式拼配 Espresso blend 1kg:149|耶加雪菲 Yirgacheffe 500g:129|挂耳 Drip bags 40:89|冷萃 Cold brew 12:69|低因 Decaf 500g:99|速溶 Instant 100:59|滤纸 Filters 200:22|燕麦奶 Oat drink 12x1L:132|糖浆 Vanilla syrup 750ml:48',
  ],
  [
    'Teaware 茶具',
    'TWR',
    '紫砂壶 Yixing teapot:268|盖碗 Gaiwan:68|公道杯 Fairness cup:39|品茗杯 Cups 6:58|茶盘 Tea tray:199|茶叶罐 Caddy:45|玻璃壶 Glass pot:88|飘逸杯 Brewer:79|旅行茶具 Travel set:118|茶道六君子 Tool set:36',
  ],
  [
    'Tableware 餐具',
    'TAB',
    '骨瓷餐盘 Bone china plates 4:156|饭碗 Rice bowls 6:66|汤碗 Soup bowls 4:72|筷子 Chopsticks 10:29|玻璃杯 Tumblers 6:54|马克杯 Mug:32|刀叉套装 Cutlery 24:189|托盘 Serving tray:58|沙拉碗 Salad bowl:76|调味瓶 Cruet set:42',
  ],
  [
    'Kitchen 厨具',
    'KIT',
    '不粘锅 Non-stick pan 28:159|铸铁锅 Cast iron pot:368|菜刀 Chef knife:128|砧板 Cutting board:69|蒸锅 Steamer:199|电水壶 Kettle:119|保鲜盒 Food boxes 10:79|厨房秤 Scale:55|削皮器 Peelers 3:25|围裙 Apron:38',
  ],
  [
    'Textiles 家纺',
    'TEX',
    '四件套 Bedding set:329|毛巾 Towels 6:88|浴巾 Bath towel:59|抱枕 Cushion:49|毛毯 Throw:129|窗帘 Curtains:219|地垫 Door mat:45|桌布 Table cloth:66|浴袍 Bathrobe:139|枕头 Pillow:99',
  ],
  [
    'Lighting 灯具',
    'LGT',
    '台灯 Desk lamp:148|落地灯 Floor lamp:299|夜灯 Night light:36|灯带 LED strip 5m:58|吊灯 Pendant:369|灯泡 Bulbs 10:65|感应灯 Sensor light:49|香薰蜡烛 Scented candle:78|太阳能灯 Solar lights 8:96|烛台 Candle holders 3:52',
  ],
  [
    'Stationery 文具',
    'STA',
    '笔记本 Notebooks 5:48|中性笔 Gel pens 24:36|文件夹 Folders 20:44|便利贴 Sticky notes 12:28|白板 Whiteboard:168|复印纸 Copy paper 5:119|订书机 Stapler:33|台历 Desk calendar:29|礼品袋 Gift bags 50:62|计算器 Calculator:57',
  ],
  [
    'Cleaning 清洁',
    'CLN',
    '洗洁精 Dish soap 5L:38|洗衣液 Detergent 3kg:56|抹布 Cloths 20:24|垃圾袋 Bin bags 300:42|拖把 Mop set:99|纸巾 Tissues 48:75|洗手液 Hand soap 6:49|消毒湿巾 Wipes 12:68|空气清新 Freshener 6:45|刷子 Brushes 4:31',
  ],
  [
    'Garden 园艺',
    'GAR',
    '花盆 Planters 5:86|营养土 Soil 20L:39|浇水壶 Watering can:45|园艺剪 Secateurs:58|种子 Seed mix 30:32|水管 Hose 20m:88|手套 Gloves 6:28|花架 Plant stand:129|遮阳伞 Parasol:359|鸟食器 Bird feeder:66',
  ],
  [
    'Outdoor 户外',
    'OUT',
    '帐篷 Tent 4p:499|睡袋 Sleeping bag:189|折叠椅 Folding chair:99|保温壶 Flask 1L:88|野餐垫 Picnic mat:65|头灯 Head lamp:76|炉具 Stove:158|冷藏箱 Cool box:229|登山杖 Poles 2:139|背包 Backpack:269',
  ],
  [
    'Gifts 礼品',
    'GFT',
    '茶礼盒 Tea gift box:288|月饼模 Mooncake moulds 6:46|红包 Red envelopes 60:18|春联 Couplets:26|礼品篮 Hamper:398|相框 Photo frame:48|贺卡 Cards 20:35|丝巾 Silk scarf:218|钥匙扣 Key rings 12:54|八音盒 Music box:136',
  ],
];

/** The 120 products of the simulated company, in 12 categories. */
export const PRODUCTS: readonly Product[] = SHELVES.flatMap(([category, prefix, goods]) =>
  goods.split('|').map((entry, index) => {
    const [name = '', price = '0'] = entry.split(':');
    return {
      sku: `${prefix}-${String(index + 1).padStart(3, '0')}`,
      name,
      category,
      priceCents: Number(price) * 100 - 10,
    };
  }),
);
