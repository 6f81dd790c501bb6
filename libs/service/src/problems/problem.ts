import { HttpException } from '@nestjs/common';

/** One thing wrong with a request: which field, the rule that it breaks, and the way out. */
export interface ProblemFault {
  /** JSON pointer or parameter name. */
  readonly field: string;
  readonly value?: unknown;
  readonly rule: string;
  readonly remedy: string;
}

/** What a problem response says (RFC 9457). */
export interface ProblemParts {
  readonly status: number;
  /** Stable kebab-case code; the problem's `type` is `urn:orderweave:problem:<code>`. */
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly faults?: readonly ProblemFault[];
  /** Further members of the document. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** An error that the caller can do something about; answered as `application/problem+json`. */
export class Problem extends HttpException {
  constructor(readonly parts: ProblemParts) {
    super(parts.detail ?? parts.title, parts.status);
  }

  /** The document to send. */
  toDocument(): Record<string, unknown> {
    const { status, code, title, detail, faults, extra } = this.parts;
    return {
      type: `urn:orderweave:problem:${code}`,
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...(faults === undefined ? {} : { errors: faults }),
      ...extra,
    };
  }
}
