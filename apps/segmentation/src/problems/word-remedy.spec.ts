import { describe, expect, it } from '@jest/globals';
import { wordPlatformProblem } from './word-platform-problem.js';
import { wordRemedy } from './word-remedy.js';

describe('what the platform says of requests, in Chinese', () => {
  it('1. keeps figures and names', () => {
    expect(wordRemedy('limit must not be greater than 500')).toBe('不得大于 500');
    expect(wordRemedy('tier must be one of the following values: A, B, C, D')).toBe('请选择其一：A、B、C、D');
    expect(wordRemedy('property colour should not exist')).toBe('没有名为 colour 的字段，请去掉');
    expect(wordRemedy('give a whole number from 1 to 60')).toBe('请填写 1 到 60 的整数');
    expect(wordRemedy('somebody else says so')).toBe('somebody else says so');
  });

  it('2. leaves to others what they have worded, and all that is no title of the platform', () => {
    expect(wordPlatformProblem({ title: '没有这个模型', detail: 'Not found' })).toBeUndefined();
    expect(
      wordPlatformProblem({ title: 'Not allowed', detail: 'The key "rep" has the role rep; this needs admin or ops.' }),
    ).toEqual({
      title: '没有权限',
      detail: '密钥 "rep" 的角色是 rep；此操作需要 admin or ops。',
    });
  });
});
