import {
  APP_CHANNELS,
  isAppChannel,
  type AppChannel,
  type AppTarget,
  type ChannelName,
} from '@orderweave/domain-notification';

const MOST_NAMES = 5;

/** As much of an endpoint's address as may be shown: of a chat tool without the token that it carries. */
export function shownAddress(channel: ChannelName, settings: object): string {
  if (isAppChannel(channel)) return `${appOf(channel, settings)} → ${namesOf((settings as AppTarget).to)}`;
  const { url = '', to = '' } = settings as { url?: string; to?: string };
  if (channel === 'email') return to;
  if (channel === 'sms') return to.startsWith('env:') ? to : `…${to.slice(-4)}`;
  if (channel === 'webhook' || url.startsWith('env:')) return url;
  return hideToken(url);
}

/** Which app writes to an endpoint, by the tool's own name for it; null for what is not written to by an app. */
export function appOf(channel: ChannelName, settings: object): string | null {
  if (!isAppChannel(channel)) return null;
  const tool: AppChannel = APP_CHANNELS[channel];
  return `${channel}/${tool.appOf(settings as AppTarget)}`;
}

function namesOf(people: readonly string[]): string {
  const more = people.length - MOST_NAMES;
  return people.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` +${more}` : '');
}

/** An address without what in it is a secret: host and beginning of the path. */
export function hideToken(address: string): string {
  if (!URL.canParse(address)) return '…';
  const { origin, pathname } = new URL(address);
  const [first = ''] = pathname.split('/').filter(Boolean);
  return `${origin}/${first}/…`;
}
