import type { ChannelName, Locale } from '@orderweave/domain-notification';
import { Problem } from '@orderweave/service';
import { privateAddressesAllowed } from '../send/private-addresses.js';
import { checkUrl } from './check-url.js';
import { forbiddenReferences, settingsFaults, type EndpointSettings } from './endpoint-settings.js';
import { wordSettingsFault } from './word-settings-fault.js';

const TITLE: Readonly<Record<Locale, string>> = { 'zh-CN': '该接收端不能使用', en: 'The endpoint cannot be used' };
const VARIABLE: Readonly<Record<Locale, string>> = {
  'zh-CN': '请引用名称以 ENDPOINT_ 开头的变量',
  en: 'name a variable that begins with ENDPOINT_',
};

/** Settings that a channel can use; a `Problem` (400) with every fault otherwise. */
export function checkSettings(channel: ChannelName, settings: unknown, locale: Locale): EndpointSettings[ChannelName] {
  const found = settingsFaults(channel, settings).map((fault) => wordSettingsFault(channel, fault, locale));
  const hidden = forbiddenReferences(settings).map((value) => {
    const fault = { field: '/settings', keyword: 'reference', message: '' };
    return { ...wordSettingsFault(channel, fault, locale), value, remedy: VARIABLE[locale] };
  });
  const faults = [...found, ...hidden];
  if (faults.length > 0) throw new Problem({ status: 400, code: 'invalid-request', title: TITLE[locale], faults });
  const { url } = settings as { url?: string };
  if (url !== undefined && !url.startsWith('env:')) checkUrl(url, privateAddressesAllowed());
  return settings as EndpointSettings[ChannelName];
}
