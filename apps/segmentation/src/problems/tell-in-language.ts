import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { WordedProblem } from './worded-problem.js';
import { languageFor } from './wording-query.js';

interface AskedInLanguage {
  readonly query?: { readonly locale?: unknown };
  readonly headers: { readonly 'accept-language'?: string };
}

/** Tells problems of our handlers in the language of `locale`, or of Accept-Language. */
export class TellInLanguage implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query, headers } = context.switchToHttp().getRequest<AskedInLanguage>();
    return next.handle().pipe(
      catchError((error: unknown) => {
        const chinese = languageFor(query?.locale, headers['accept-language']) === 'zh-CN';
        throw chinese && error instanceof WordedProblem ? error.inChinese() : error;
      }),
    );
  }
}
