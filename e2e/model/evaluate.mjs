/** Accuracy and macro F1 of a saved model on tickets that it has not seen. */
import { argMax } from '@tensorflow/tfjs-core';
import { encode } from './network.mjs';
import { QUEUES } from './tickets.mjs';

/** Four digits: what a report says and a manifest repeats must be the same number. */
const rounded = (/** @type {number} */ value) => Number(value.toFixed(4));

export function evaluate(
  /** @type {import('@tensorflow/tfjs-layers').LayersModel} */ model,
  /** @type {readonly import('./tickets.mjs').Ticket[]} */ tickets,
  /** @type {readonly string[]} */ vocabulary,
) {
  const output = /** @type {import('@tensorflow/tfjs-core').Tensor2D} */ (model.predict(encode(tickets, vocabulary)));
  const chosen = /** @type {number[]} */ (argMax(output, 1).arraySync()).map((index) => QUEUES[index]);
  const hits = tickets.filter(({ queue }, index) => chosen[index] === queue).length;
  const f1 = QUEUES.map((queue) => {
    const right = tickets.filter((ticket, index) => ticket.queue === queue && chosen[index] === queue).length;
    const wanted = tickets.filter((ticket) => ticket.queue === queue).length;
    const said = chosen.filter((name) => name === queue).length;
    return (2 * right) / (wanted + said);
  });
  return {
    accuracy: rounded(hits / tickets.length),
    f1: rounded(f1.reduce((sum, value) => sum + value, 0) / f1.length),
  };
}
