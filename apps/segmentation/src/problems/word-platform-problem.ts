import { wordRemedy } from './word-remedy.js';

/** A problem as it is sent (RFC 9457). */
export interface ProblemDocument {
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly remedy: string }[];
}

/** The titles that the platform gives, before or instead of any handler of ours. */
const TITLES: Readonly<Record<string, string>> = {
  'The request has faults': '请求有误',
  'The cursor cannot be read': '无法识别该游标',
  'The body is not JSON': '请求体不是 JSON',
  'API key needed': '需要 API 密钥',
  'Not allowed': '没有权限',
  'Bad request': '请求有误',
  'Not found': '没有这个地址',
  'Method not allowed': '不支持该请求方法',
  'The request took too long to arrive': '请求传输超时',
  'The request is too large': '请求过大',
  'Unsupported content type': '不支持该内容类型',
  'Too many requests': '请求过多',
  'Request refused': '请求被拒绝',
  'Try again': '请重试',
  'Internal error': '内部错误',
};

const DETAILS: readonly (readonly [RegExp, string])[] = [
  [/^See errors: .*$/, '见 errors：每处列明字段、取值和允许的内容。'],
  [/^This API key is not known here\.$/, '该 API 密钥在此无效。'],
  [/^Send the header "(.+)"\.$/, '请发送请求头 "$1"。'],
  [/^The key "(.*)" has the role (\S+); this needs (.+)\.$/, '密钥 "$1" 的角色是 $2；此操作需要 $3。'],
  [/^Cannot ([A-Z]+) (\S+)$/, '没有 $1 $2。'],
  [/^Body cannot be empty.*$/, '请求体不能为空。'],
  [/^Body is not valid JSON.*$/, '请求体不是有效的 JSON。'],
  [/^Request body is too large$/, '请求体过大。'],
  [/^Unsupported Media Type(?:: (.+))?$/, '请以 application/json 发送。'],
  [/^The database does not answer.*$/, '数据库暂时没有响应。没有保存任何内容；请重新发送。'],
  [/^The fault was recorded in the log\.$/, '错误已记入日志。'],
];

/** A problem of the platform in Chinese; undefined for any other, which its own author has worded. */
export function wordPlatformProblem<T extends ProblemDocument>(problem: T): T | undefined {
  const title = TITLES[problem.title];
  if (title === undefined) return undefined;
  const { detail, errors } = problem;
  const known = detail === undefined ? undefined : DETAILS.find(([pattern]) => pattern.test(detail));
  return {
    ...problem,
    title,
    ...(detail !== undefined && { detail: known ? detail.replace(known[0], known[1]) : detail }),
    ...(errors && { errors: errors.map((fault) => ({ ...fault, remedy: wordRemedy(fault.remedy) })) }),
  };
}
