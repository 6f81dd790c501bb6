import { Problem } from '../problems/problem.js';
import { MOST_BYTES } from './letter-query.js';

const WORDS = {
  'not-found': [
    404,
    'No such dead letter',
    '没有这条死信',
    'None that this key may see lies there.',
    '该位置没有此密钥可查看的死信。',
  ],
  'letter-redriven': [
    ...([409, 'The letter was redriven before', '该死信已重新投递'] as const),
    'Something else went back in its place. Send what is to change as a new record.',
    '已有其他内容代其投递；如需更改请发送新的记录。',
  ],
  'two-values': [
    400,
    'Two values are given',
    '同时给出了两个值',
    'Send "value" or "valueBase64".',
    '请只发送 value 或 valueBase64。',
  ],
  'too-large': [
    ...([413, 'The value is too large', '内容过大'] as const),
    `Send at most ${MOST_BYTES} bytes.`,
    `最多 ${MOST_BYTES} 字节。`,
  ],
  'foreign-tenant': [
    ...([403, 'Not for this tenant', '不属于此租户'] as const),
    'The value must name the tenant of the letter.',
    '内容中的租户必须与死信一致。',
  ],
  'log-slow': [
    ...([503, 'Kafka answers too slowly', 'Kafka 响应过慢'] as const),
    'Nothing was changed; try again.',
    '未作任何更改，请重试。',
  ],
} as const satisfies Record<string, readonly [number, string, string, string, string]>;

/** What can go wrong with a letter, in the language that is asked for. */
export function letterProblem(code: keyof typeof WORDS, acceptLanguage: string | undefined): Problem {
  const [status, title, titleZh, detail, detailZh] = WORDS[code];
  const chinese = /^\s*zh\b/i.test(acceptLanguage ?? '');
  return new Problem({ status, code, title: chinese ? titleZh : title, detail: chinese ? detailZh : detail });
}
