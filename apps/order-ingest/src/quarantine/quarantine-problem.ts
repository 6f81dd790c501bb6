import { type Fault, type Language, wordFault } from '@orderweave/domain-ordering';
import { Problem } from '@orderweave/service';

/** No such entry, or none that the key may see. */
export function entryNotFound(language: Language): Problem {
  return new Problem({
    status: 404,
    code: 'not-found',
    ...(language === 'zh-CN'
      ? { title: '隔离区中没有此条目', detail: '没有该编号的条目，或此密钥无权查看。' }
      : { title: 'Not in quarantine', detail: 'There is no entry with this id that this key may see.' }),
  });
}

/** A document that was refused again; the entry stays as it is. */
export function stillRefused(id: string, faults: readonly Fault[], language: Language): Problem {
  const count = faults.length;
  return new Problem({
    status: 422,
    code: 'order-refused',
    ...(language === 'zh-CN'
      ? { title: '订单有误，仍在隔离区', detail: `共 ${count} 处错误，详见 errors；请发送更正后的订单。` }
      : {
          title: 'The order has faults and stays in quarantine',
          detail: `${count} fault${count === 1 ? '' : 's'}, see errors. Send the order corrected.`,
        }),
    faults: faults.map((fault) => wordFault(fault, language)),
    extra: { quarantineId: id },
  });
}

/** An entry that was closed before, in another way than is asked for. */
export function closedBefore(id: string, state: string, language: Language): Problem {
  const redriven = state === 'redriven';
  return new Problem({
    status: 409,
    code: 'entry-closed',
    ...(language === 'zh-CN'
      ? {
          title: redriven ? '该条目已重新投递' : '该条目已作废',
          detail: redriven ? '如需再次更改订单，请发送新的修订。' : '同样的内容再次被拒收时，条目会重新打开。',
        }
      : {
          title: redriven ? 'The entry was redriven before' : 'The entry was discarded',
          detail: redriven
            ? 'Send a new revision of the order to change it once more.'
            : 'It opens again when the same bytes are refused once more.',
        }),
    extra: { quarantineId: id, state },
  });
}
