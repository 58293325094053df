import { CircleCheck, CircleX, Clock, RotateCw } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

const MARKS = {
  pending: { tone: 'neutral', icon: Clock, label: 'pending' },
  failed: { tone: 'warn', icon: RotateCw, label: 'failed, will retry' },
  sent: { tone: 'ok', icon: CircleCheck, label: 'sent' },
  dead: { tone: 'bad', icon: CircleX, label: 'dead' },
} as const;

export type DeliveryStateName = keyof typeof MARKS;

export function DeliveryState({ state }: { state: DeliveryStateName }) {
  const { label, ...mark } = MARKS[state];
  return <Badge {...mark}>{label}</Badge>;
}

export const deliveryStateOptions: readonly (readonly [DeliveryStateName, string])[] = (
  Object.keys(MARKS) as DeliveryStateName[]
).map((state) => [state, MARKS[state].label]);

const OUTCOMES: Readonly<Record<string, string>> = {
  sent: 'sent',
  status: 'answered',
  redirect: 'redirected, and redirects are not followed',
  timeout: 'no answer in time',
  unreachable: 'not reachable',
  tls: 'TLS failed',
  'forbidden-address': 'its address is not on the public internet',
  refused: 'refused for good',
  deferred: 'refused for now',
  'sign-in': 'the mail server refused our sign-in',
  'no-address': 'the person has no address, or is disabled',
  'mail-off': 'no mail server is configured',
  disabled: 'the webhook is disabled',
  'secret-unreadable': 'its secret was sealed under another AUTH_SECRET: rotate it',
  fault: 'a fault of ours; the log has it',
};

/** `answered 503`, `no answer in time`. */
export function outcomeText(outcome: string, status: number | null): string {
  const text = OUTCOMES[outcome] ?? outcome;
  return status === null ? text : `${text} ${status}`;
}
