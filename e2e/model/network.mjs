/** The network and its training: counted words → 16 units → one probability a queue. TensorFlow.js in pure JavaScript. */
import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { initializers, layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import { countWords, QUEUES } from './tickets.mjs';

const UNITS = 16;
const EPOCHS = 30;

/** @typedef {import('./tickets.mjs').Ticket} Ticket */

/** A trained model, the same for the same tickets: the seeds are fixed and nothing is shuffled. */
export async function train(/** @type {readonly Ticket[]} */ tickets, /** @type {readonly string[]} */ vocabulary) {
  enableProdMode(); // no advice to use another backend
  await setBackend('cpu');
  const model = sequential({ name: 'ticket-router' });
  model.add(
    layers.dense({
      name: 'words',
      inputShape: [vocabulary.length],
      units: UNITS,
      activation: 'relu',
      kernelInitializer: initializers.glorotUniform({ seed: 7 }),
      kernelRegularizer: regularizers.l2({ l2: 1e-3 }),
    }),
  );
  model.add(
    layers.dense({
      name: 'queues',
      units: QUEUES.length,
      activation: 'softmax',
      kernelInitializer: initializers.glorotUniform({ seed: 11 }),
    }),
  );
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const inputs = encode(tickets, vocabulary);
  const wanted = tensor2d(tickets.map(({ queue }) => QUEUES.map((name) => (name === queue ? 1 : 0))));
  await model.fit(inputs, wanted, { epochs: EPOCHS, batchSize: 32, shuffle: false, verbose: 0 });
  return model;
}

/** Tickets as the network reads them. */
export function encode(/** @type {readonly Ticket[]} */ tickets, /** @type {readonly string[]} */ vocabulary) {
  return tensor2d(tickets.map(({ text }) => countWords(text, vocabulary)));
}
