import { type Language, wordFault, type WordedFault } from '@orderweave/domain-ordering';
import { Problem } from '@orderweave/service';
import type { GateResult } from './submission.js';

/** A response: status and JSON text. */
export interface OrdersAnswer {
  readonly status: number;
  readonly response: string;
}

/** What became of one order, as the API says it. */
interface AnsweredOrder extends Pick<GateResult, 'order' | 'revision' | 'result' | 'quarantineId' | 'unvalued'> {
  readonly index: number;
  readonly faults?: readonly WordedFault[];
  readonly warnings?: readonly WordedFault[];
}

/** The answer to a request: 202 with a result for each order, or, for one order by itself that was refused, 422 with its faults. */
export function answerOrders(results: readonly GateResult[], single: boolean, language: Language): OrdersAnswer {
  const [only] = results;
  if (single && only?.faults) return { status: 422, response: JSON.stringify(refusalOf(only, language).toDocument()) };
  const answered = results.map((result, index): AnsweredOrder => {
    const { channel: _channel, faults, warnings, ...rest } = result;
    return {
      index,
      ...rest,
      ...(faults && { faults: faults.map((fault) => wordFault(fault, language)) }),
      ...(warnings && { warnings: warnings.map((fault) => wordFault(fault, language)) }),
    };
  });
  return { status: 202, response: JSON.stringify({ results: answered }) };
}

function refusalOf({ faults = [], quarantineId }: GateResult, language: Language): Problem {
  const chinese = language === 'zh-CN';
  return new Problem({
    status: 422,
    code: 'order-refused',
    title: chinese ? '订单有误,已隔离保存' : 'The order has faults and is kept in quarantine',
    detail: chinese
      ? `共 ${faults.length} 处错误,详见 errors;更正后重新发送即可。`
      : `${faults.length} fault${faults.length === 1 ? '' : 's'}, see errors. Correct the order and send it again.`,
    faults: faults.map((fault) => wordFault(fault, language)),
    extra: { quarantineId },
  });
}
