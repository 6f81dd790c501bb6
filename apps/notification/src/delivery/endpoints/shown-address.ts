import type { ChannelName } from '@orderweave/domain-notification';

/** As much of an endpoint's address as may be shown: of a chat tool without the token that it carries. */
export function shownAddress(channel: ChannelName, settings: object): string {
  const { url = '', to = '' } = settings as { url?: string; to?: string };
  if (channel === 'email') return to;
  if (channel === 'sms') return to.startsWith('env:') ? to : `…${to.slice(-4)}`;
  if (channel === 'webhook' || url.startsWith('env:')) return url;
  return hideToken(url);
}

/** An address without what in it is a secret: host and beginning of the path. */
export function hideToken(address: string): string {
  if (!URL.canParse(address)) return '…';
  const { origin, pathname } = new URL(address);
  const [first = ''] = pathname.split('/').filter(Boolean);
  return `${origin}/${first}/…`;
}
