import { tooMany, type ToolAnswer, type ToolRules } from './fake-tool.js';

/** A text notice. */
interface Notice {
  card_type?: string;
  main_title?: { title?: string; desc?: string };
  sub_title_text?: string;
  quote_area?: { quote_text?: string };
  horizontal_content_list?: { keyname?: string; value?: string }[];
  jump_list?: { type?: number; title?: string; url?: string }[];
  card_action?: { type?: number; url?: string };
}

/** A message that is a notice or markdown. */
export interface WeComMessage {
  msgtype?: string;
  template_card?: Notice;
  markdown?: { content?: string };
}

const fine: ToolAnswer = { accepted: true, status: 200, body: JSON.stringify({ errcode: 0, errmsg: 'ok' }) };

/** A group robot of WeCom as its page documents it: 20 a minute, a text notice of its fields and lengths. */
export function wecomRules(key: string): ToolRules {
  return ({ url, body, at }, accepted) => {
    if (url.pathname !== '/cgi-bin/webhook/send' || url.searchParams.get('key') !== key)
      return no(93000, 'invalid webhook url');
    if (tooMany(accepted, at, 20, 60_000)) return no(45009, 'api freq out of limit');
    if (Buffer.byteLength(body) > 4096) return no(45002, 'content size out of limit');
    const { msgtype, template_card: card, markdown } = JSON.parse(body) as WeComMessage;
    if (msgtype === 'markdown' && markdown?.content) return fine;
    if (msgtype !== 'template_card') return no(40008, 'invalid message type');
    const fault = card ? faultOfNotice(card) : 'template_card missing';
    if (fault) return no(42045, fault);
    return fine;
  };
}

/** What is wrong with a text notice; nothing when it can be shown. */
export function faultOfNotice(card: Notice): string | undefined {
  const long = (text: string | undefined, most: number) => [...(text ?? '')].length > most;
  const facts = card.horizontal_content_list ?? [];
  const jumps = card.jump_list ?? [];
  if (card.card_type !== 'text_notice') return 'card_type';
  if (!card.main_title?.title && !card.sub_title_text) return 'main_title or sub_title_text';
  if (card.card_action?.type !== 1 || !/^https?:/.test(card.card_action.url ?? '')) return 'card_action';
  if (long(card.main_title?.title, 26) || long(card.main_title?.desc, 30)) return 'main_title length';
  if (long(card.sub_title_text, 112)) return 'sub_title_text length';
  if (facts.length > 6 || facts.some(({ keyname, value }) => !keyname || long(value, 26)))
    return 'horizontal_content_list';
  if (jumps.length > 3 || jumps.some(({ title, url }) => !title || long(title, 15) || !/^https?:/.test(url ?? '')))
    return 'jump_list';
  return undefined;
}

const no = (errcode: number, errmsg: string): ToolAnswer => ({
  accepted: false,
  status: 200,
  body: JSON.stringify({ errcode, errmsg }),
});
