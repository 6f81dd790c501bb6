import type { Problem } from '@orderweave/service';
import { WordedProblem } from './worded-problem.js';

/** Nobody with this id whom the caller may see has what is asked for: a document, or even an order. */
export function unknownCustomer(customerId: string, lacking: 'document' | 'order'): Problem {
  const remedy = 'take an id that GET /v1/customers lists';
  const ordered = lacking === 'order';
  const fault = { field: 'id', value: customerId, rule: ordered ? 'has-ordered' : 'known' };
  const detail = ordered
    ? `No customer with the id "${customerId}" has an order here.`
    : `No customer with the id "${customerId}" has a document here.`;
  return new WordedProblem(
    {
      status: 404,
      code: 'unknown-customer',
      title: 'Customer not known',
      detail,
      faults: [{ ...fault, remedy: ordered ? `${remedy} with a purchase day` : remedy }],
    },
    {
      title: '没有这个客户',
      detail: ordered ? `没有编号为 "${customerId}" 且有订单的客户。` : `没有编号为 "${customerId}" 且有单据的客户。`,
      faults: [
        { ...fault, remedy: `请使用 GET /v1/customers 列出的客户编号${ordered ? '，且该客户须有过下单日' : ''}` },
      ],
    },
  );
}
