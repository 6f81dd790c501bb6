import type { Card } from '../card.js';
import { CARD_WORDS } from '../card-words.js';
import type { ChatChannel } from '../channel.js';
import { cutText, fitCard, jsonBytes } from '../fit-card.js';
import { readCode } from '../read-answer.js';
import { WECOM_CODES, WECOM_LIMITS, WECOM_NOTICE } from './wecom-limits.js';

/** Group robots of WeCom: a text notice. The key of the robot is in its address. */
export const wecom: ChatChannel = {
  name: 'wecom',
  limits: WECOM_LIMITS,
  request(card, { url }) {
    const message = fitCard(card, renderWeCom, (rendered) => jsonBytes(rendered) <= WECOM_LIMITS.bodyBytes);
    return { url, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(message) };
  },
  read: (answer) => readCode(answer, 'errcode', 'errmsg', WECOM_CODES),
};

/** A card as a text notice of WeCom. One that opens nothing, or that speaks of no one customer, is markdown: a notice needs an address, and has little room. */
export function renderWeCom(card: Card) {
  const { links } = card;
  const words = CARD_WORDS[card.locale];
  const address = links.open ?? links.acknowledge;
  if (!address || card.figures.length === 0) return { msgtype: 'markdown', markdown: { content: markdown(card) } };
  const jump = (title: string, url: string | undefined) =>
    url ? [{ type: 1, title: cutText(title, WECOM_NOTICE.linkTitle), url }] : [];
  const { nextStep } = card;
  const facts = card.figures.slice(0, WECOM_NOTICE.facts).map(({ label, value }) => ({
    keyname: label,
    value: cutText(value, WECOM_NOTICE.factValue),
  }));
  // What the cut of the title hides is said below it.
  const hidden = [...card.title].length > WECOM_NOTICE.title ? [card.title] : [];
  const colour = { info: 0, warning: 1, critical: 2 }[card.severity];
  return {
    msgtype: 'template_card',
    template_card: {
      card_type: 'text_notice',
      source: { desc: cutText(words.severity[card.severity], WECOM_NOTICE.source), desc_color: colour },
      main_title: {
        title: cutText(card.title, WECOM_NOTICE.title),
        desc: cutText(card.summary, WECOM_NOTICE.titleDescription),
      },
      ...(nextStep && {
        quote_area: {
          type: 0,
          title: cutText(`${words.nextStep} · ${nextStep.play}`, WECOM_NOTICE.title),
          quote_text: cutText(nextStep.steps.join('\n'), WECOM_NOTICE.quote),
        },
      }),
      sub_title_text: cutText([...hidden, ...card.why, ...card.restore].join('\n'), WECOM_NOTICE.subTitle),
      horizontal_content_list: facts,
      jump_list: [
        ...jump(words.acknowledge, links.acknowledge),
        ...jump(words.snooze, links.snooze),
        ...jump(words.open, links.open),
      ],
      card_action: { type: 1, url: address },
    },
  };
}

function markdown({ title, summary, figures, why, nextStep, links, locale }: Card): string {
  const words = CARD_WORDS[locale];
  const lines = [
    `**${escape(title)}**`,
    escape(summary),
    ...figures.map(({ label, value }) => `> ${escape(label)}：${escape(value)}`),
    ...why.map(escape),
    ...(nextStep ? [`**${words.nextStep} · ${escape(nextStep.play)}**`, ...nextStep.steps.map(escape)] : []),
    ...(links.open ? [`[${words.open}](${links.open})`] : []),
  ];
  return lines.join('\n');
}

/** Markdown of WeCom knows no escapes, so its signs are replaced by their wide forms, which mean nothing there. */
function escape(text: string): string {
  const wide: Record<string, string> = { '<': '＜', '>': '＞', '*': '＊', '`': '｀', '[': '［', ']': '］', '#': '＃' };
  return text.replace(/\s+/g, ' ').replace(/[<>*`[\]#]/g, (sign) => wide[sign]!);
}
