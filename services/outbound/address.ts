/**
 * Which addresses a server may connect to on somebody else's word (THREATS.md T19, T64): the public internet, and nothing
 * that only looks like it. What is not known to be public is forbidden.
 */
import { isIPv4, isIPv6 } from 'node:net';

export type AddressKind = 'public' | 'loopback' | 'forbidden';

/** Special-purpose IPv4 (RFC 6890 and its registry): this network, private, shared, link-local with cloud metadata, documentation, benchmarks, multicast, reserved. */
const FORBIDDEN_V4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Within 2000::/3, the only part of IPv6 that is global unicast: protocol assignments with Teredo, documentation, 6to4. */
const FORBIDDEN_V6: readonly (readonly [network: bigint, bits: number])[] = [
  [0x2001_0000n << 96n, 23],
  [0x2001_0db8n << 96n, 32],
  [0x2002_0000n << 96n, 16],
  [0x3fff_0000n << 96n, 20],
];

function number4(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Eight groups as one number. The text has passed `isIPv6` and holds no zone. */
function number6(address: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const tail = dotted ? number4(dotted[2] ?? '') : 0;
  const text = dotted ? `${dotted[1]}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}` : address;
  const [head = '', rest] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = rest === undefined ? [] : groups(rest);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function kindOf4(address: string): AddressKind {
  const value = number4(address);
  const within = ([network, bits]: readonly [string, number]) =>
    Math.floor(value / 2 ** (32 - bits)) === Math.floor(number4(network) / 2 ** (32 - bits));
  if (within(['127.0.0.0', 8])) return 'loopback';
  return FORBIDDEN_V4.some(within) ? 'forbidden' : 'public';
}

function kindOf6(address: string): AddressKind {
  const value = number6(address);
  if (value === 1n) return 'loopback';
  const within = ([network, bits]: readonly [bigint, number]) =>
    value >> BigInt(128 - bits) === network >> BigInt(128 - bits);
  // Mapped, translated and compatible IPv4, unique local, link-local, multicast and whatever comes: all outside 2000::/3.
  if (value >> 125n !== 1n || FORBIDDEN_V6.some(within)) return 'forbidden';
  return 'public';
}

export function kindOfAddress(address: string): AddressKind {
  if (isIPv4(address)) return kindOf4(address);
  return isIPv6(address) && !address.includes('%') ? kindOf6(address) : 'forbidden';
}
