/**
 * The data: support tickets with the queue that each belongs in. Made here, from a seed, so that the same bytes come out
 * everywhere and nobody's words are in it. Queues share words, and one ticket in twenty is filed wrongly, as in life.
 */

export const QUEUES = ['account', 'billing', 'delivery', 'technical'];

const PHRASES = {
  account: ['reset my password', 'change my address', 'close the account', 'sign in on my phone', 'update my profile'],
  billing: ['refund the invoice', 'charged me twice', 'change my card', 'explain this invoice', 'cancel the payment'],
  delivery: [
    'parcel is late',
    'wrong address on the parcel',
    'courier lost it',
    'delivery was damaged',
    'track my order',
  ],
  technical: [
    'app crashes on my phone',
    'error on every page',
    'page is slow',
    'export is broken',
    'sign in shows an error',
  ],
};
const OPENINGS = ['hello', 'hi there', 'please help', 'urgent', 'good morning', 'second time i ask'];
const ENDINGS = ['thanks', 'please', 'since monday', 'as soon as you can', 'with my last order', 'again'];
const WRONGLY_FILED = 0.05;

/**
 * @typedef {{ text: string, queue: string }} Ticket
 * @returns {Ticket[]} `count` of them, the same for the same seed
 */
export function makeTickets(/** @type {number} */ count, /** @type {number} */ seed) {
  const random = generator(seed);
  const pick = (/** @type {readonly string[]} */ list) => list[Math.floor(random() * list.length)] ?? '';
  return Array.from({ length: count }, () => {
    const about = /** @type {keyof typeof PHRASES} */ (pick(QUEUES));
    const text = `${pick(OPENINGS)} ${pick(PHRASES[about])} ${pick(ENDINGS)}`;
    return { text, queue: random() < WRONGLY_FILED ? pick(QUEUES) : about };
  });
}

/** Every word of the tickets, in order: what the model can read. */
export function vocabularyOf(/** @type {readonly Ticket[]} */ tickets) {
  return [...new Set(tickets.flatMap(({ text }) => text.split(' ')))].sort();
}

/** How often each word of the vocabulary stands in a text. */
export function countWords(/** @type {string} */ text, /** @type {readonly string[]} */ vocabulary) {
  const words = text.split(' ');
  return vocabulary.map((known) => words.filter((word) => word === known).length);
}

/** Numbers in [0, 1) from a seed (mulberry32). */
function generator(/** @type {number} */ seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
