import { ValidationPipe, type Type } from '@nestjs/common';
import { Problem } from '../problems/problem.js';
import { validationProblem } from '../problems/validation-problem.js';

const CHECK = new ValidationPipe({
  whitelist: true,
  transform: true,
  forbidNonWhitelisted: true,
  exceptionFactory: validationProblem,
});

/**
 * The checked body of a request, also where a service takes bodies in as the bytes that were sent; nothing is an empty one.
 * Throws a `Problem` (400) for what is not JSON or has faults.
 */
export async function readBody<T>(body: unknown, type: Type<T>): Promise<T> {
  const given = Buffer.isBuffer(body) ? parse(body) : body;
  return (await CHECK.transform(given ?? {}, { type: 'body', metatype: type })) as T;
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    const faults = [{ field: '', rule: 'not-json', remedy: 'send JSON in UTF-8' }];
    throw new Problem({ status: 400, code: 'not-json', title: 'The body is not JSON', faults });
  }
}
