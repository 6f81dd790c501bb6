import type { DingTalkAppTarget } from './dingtalk/dingtalk-app.js';
import type { FeishuAppTarget } from './feishu/feishu-app.js';
import type { WeComAppTarget } from './wecom/wecom-app.js';

/** An app of each tool that writes to one person; its secret is `SEC-1`. */
export const APP_TARGETS: {
  readonly 'feishu-app': FeishuAppTarget;
  readonly 'wecom-app': WeComAppTarget;
  readonly 'dingtalk-app': DingTalkAppTarget;
} = {
  'feishu-app': { appId: 'cli_1', appSecret: 'SEC-1', to: ['li.wei'] },
  'wecom-app': { corpId: 'corp-1', corpSecret: 'SEC-1', agentId: 1000002, to: ['li.wei'] },
  'dingtalk-app': { appKey: 'ding-1', appSecret: 'SEC-1', robotCode: 'ding-1', to: ['li.wei'] },
};
