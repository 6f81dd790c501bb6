/** Every text that the launcher shows while it runs. */
export interface Words {
  starting: (what: string) => string;
  ready: (service: string) => string;
  reading: (orders: number, rows: number) => string;
  playing: string;
  resumed: (day: string) => string;
  live: string;
  orders: string;
  results: Readonly<Record<'accepted' | 'duplicate' | 'stale' | 'quarantined', string>>;
  perSecond: string;
  waiting: string;
  idle: string;
  tiers: string;
  monthClosed: string;
  alerts: string;
  noAlerts: string;
  stopping: string;
  stopped: string;
  again: string;
  alreadyPlayed: string;
  summary: {
    took: (orders: number, seconds: string, rate: number) => string;
    look: string;
    key: string;
    page: string;
    inbox: string;
    state: string;
    tiersCsv: string;
    docs: string;
    logs: string;
    stop: string;
  };
}

const number = (value: number) => value.toLocaleString('en-US');

const EN: Words = {
  starting: (what) => `Starting ${what} …`,
  ready: (service) => `  ${service} is ready`,
  reading: (orders, rows) => `Reading the file: ${number(orders)} orders, ${number(rows)} lines`,
  playing: 'playing',
  resumed: (day) => `Goes on after ${day}, where it stopped.`,
  live: 'live, by the wall clock',
  orders: 'Orders',
  results: { accepted: 'accepted', duplicate: 'duplicate', stale: 'older revision', quarantined: 'quarantined' },
  perSecond: '/s',
  waiting: 'Waiting',
  idle: 'nothing',
  tiers: 'Month tiers, as closed (customers)',
  monthClosed: 'month closed',
  alerts: 'Alerts',
  noAlerts: 'none yet',
  stopping: 'Stopping (Ctrl-C once more kills) …',
  stopped: 'Everything is stopped.',
  again: 'Start again with the same command to go on from here; --fresh starts over.',
  alreadyPlayed: 'These orders were all played at an earlier start; --fresh plays them again.',
  summary: {
    took: (orders, seconds, rate) =>
      `${number(orders)} messages in ${seconds} s: ${number(rate)} a second, from HTTP to the last alert.`,
    look: 'Where to look',
    key: 'Your key (admin of tenant "default"):',
    page: 'The inbox of alerts in a browser:',
    inbox: 'The same by API, each alert with its reason:',
    state: 'One customer (an id from an alert): tier, stage, risk and why:',
    tiersCsv: 'Month tiers as CSV:',
    docs: 'API of each service:',
    logs: 'Logs:',
    stop: 'Ctrl-C stops everything. Start again with npm start to go on.',
  },
};

const ZH: Words = {
  starting: (what) => `正在启动 ${what} …`,
  ready: (service) => `  ${service} 已就绪`,
  reading: (orders, rows) => `读取文件:${number(orders)} 个订单,${number(rows)} 行`,
  playing: '回放中',
  resumed: (day) => `从上次停下处(${day} 之后)继续。`,
  live: '实时,跟随墙上时钟',
  orders: '订单',
  results: { accepted: '已接收', duplicate: '重复', stale: '旧修订', quarantined: '已隔离' },
  perSecond: '/秒',
  waiting: '待处理',
  idle: '无',
  tiers: '月度等级(月结,客户数)',
  monthClosed: '月结',
  alerts: '预警',
  noAlerts: '暂无',
  stopping: '正在停止(再按一次 Ctrl-C 强制结束)…',
  stopped: '已全部停止。',
  again: '再次运行同一命令将从此处继续;--fresh 从头开始。',
  alreadyPlayed: '这些订单此前已全部回放;加 --fresh 可重新回放。',
  summary: {
    took: (orders, seconds, rate) =>
      `${number(orders)} 条消息,用时 ${seconds} 秒:每秒 ${number(rate)} 条(从 HTTP 到最后一条预警)。`,
    look: '从这里查看',
    key: '您的密钥(租户 default 的管理员):',
    page: '浏览器中的预警收件箱:',
    inbox: '通过 API 读取,每条都附原因:',
    state: '单个客户(取预警中的客户 id):等级、阶段、风险及原因:',
    tiersCsv: '月度等级 CSV:',
    docs: '各服务的 API 文档:',
    logs: '日志:',
    stop: '按 Ctrl-C 停止全部;再次 npm start 继续。',
  },
};

/** The texts in a language. */
export const WORDS: Readonly<Record<'zh' | 'en', Words>> = { zh: ZH, en: EN };
